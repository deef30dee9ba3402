"""Publishers' sites: finding reports, fetching them politely, and keeping what was fetched."""
