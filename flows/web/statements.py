"""The SQL of the journal: its tables, and what is done to them."""

DECLARED = """
CREATE TABLE IF NOT EXISTS pass (
    pass_id INTEGER PRIMARY KEY, started TEXT NOT NULL, crawled TEXT, ended TEXT
);
CREATE TABLE IF NOT EXISTS page (
    address TEXT PRIMARY KEY, source TEXT NOT NULL, host TEXT NOT NULL, role TEXT NOT NULL,
    parent TEXT, title TEXT, printed_on TEXT, depth INTEGER NOT NULL, barren INTEGER NOT NULL,
    found_in INTEGER NOT NULL, listed_in INTEGER, todo INTEGER, done INTEGER,
    checked TEXT, outcome TEXT, status INTEGER, reason TEXT, failures INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT, bytes INTEGER, zipped INTEGER, media_type TEXT, etag TEXT, last_modified TEXT,
    changed_in INTEGER, gone_in INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_todo
    ON page (host, todo, (role <> 'list'), failures, depth, address)
    WHERE todo IS NOT NULL;
CREATE INDEX IF NOT EXISTS page_source ON page (source, role);
CREATE TABLE IF NOT EXISTS fetch (
    fetch_id INTEGER PRIMARY KEY, pass_id INTEGER NOT NULL, address TEXT NOT NULL,
    final_address TEXT NOT NULL, fetched_at TEXT NOT NULL, outcome TEXT NOT NULL, change TEXT,
    status INTEGER, reason TEXT, headers TEXT, sha256 TEXT, bytes INTEGER,
    requests INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS fetch_address ON fetch (address);
CREATE INDEX IF NOT EXISTS fetch_pass ON fetch (pass_id);
CREATE TABLE IF NOT EXISTS source_pass (
    source TEXT NOT NULL, pass_id INTEGER NOT NULL, error TEXT, PRIMARY KEY (source, pass_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS host (
    host TEXT PRIMARY KEY, not_before TEXT, failed_passes INTEGER NOT NULL DEFAULT 0, reason TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told (
    host TEXT PRIMARY KEY, failed_passes INTEGER NOT NULL
) WITHOUT ROWID;
"""
DUE = """
UPDATE page SET todo = :pass
WHERE source = :source AND role <> 'list' AND done IS NOT :pass AND (
    checked IS NULL OR checked < :old OR checked > strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')
    OR (failures < 5 AND (
        SELECT count(*) FROM fetch WHERE fetch.address = page.address AND change = 'changed'
    ) < 5 AND max(coalesce(gone_in, 0), coalesce(changed_in, 0), found_in) IN (
        SELECT pass_id FROM pass WHERE started >= :fresh
    ))
)
"""
NEW = """
INSERT INTO page (
    source, host, parent, found_in, address, role, title, printed_on, depth, barren,
    listed_in, todo
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?4, ?4)
"""
COUNT = "SELECT count(*) FROM page WHERE source = ? AND role = ? AND listed_in = ?"
AGAIN = """
UPDATE page SET listed_in = ?, todo = CASE WHEN ? THEN ? ELSE todo END,
    title = coalesce(?, title), barren = ?, source = ?
WHERE address = ?
"""
WANT = """
UPDATE page SET listed_in = ?, todo = ?
WHERE address = ? OR (parent = ? AND role = 'attachment')
"""
TODO = """
SELECT address, source, role, title, depth, barren, sha256, etag, last_modified, media_type
FROM page WHERE host = ? AND todo = ?
ORDER BY role <> 'list', failures, depth, address LIMIT ?
"""
CLOSE_HOST = """
INSERT INTO host VALUES (?, ?, 1, ?) ON CONFLICT (host) DO UPDATE SET
    not_before = excluded.not_before, reason = excluded.reason, failed_passes = failed_passes + 1
"""
ERROR = """
SELECT address || ': ' || coalesce(reason, 'it was not fetched') FROM page
WHERE source = :source AND parent IS NULL
    AND (done IS NOT :pass OR outcome NOT IN ('fetched', 'unchanged') OR reason IS NOT NULL)
    AND listed_in = :pass
    AND (outcome IS NOT 'gone' OR address NOT IN (SELECT value FROM json_each(:guessed)))
UNION ALL
SELECT 'none of its addresses is there' WHERE NOT EXISTS (
    SELECT 1 FROM page WHERE source = :source AND parent IS NULL AND outcome IS NOT 'gone'
)
UNION ALL
SELECT 'no link to a report was found on its lists' WHERE NOT EXISTS (
    SELECT 1 FROM page WHERE source = :source AND role <> 'list'
)
LIMIT 1
"""
OVERVIEW = """
SELECT
    source,
    max(CASE WHEN error IS NULL THEN started END),
    (SELECT count(*) FROM page WHERE page.source = source_pass.source AND role <> 'list'
        AND sha256 IS NOT NULL),
    (SELECT count(*) FROM page WHERE page.source = source_pass.source AND role <> 'list'
        AND gone_in IS NOT NULL),
    (SELECT count(*) FROM page WHERE page.source = source_pass.source AND role <> 'list'
        AND outcome IN ('failed', 'refused')),
    (SELECT error FROM source_pass last WHERE last.source = source_pass.source
        ORDER BY pass_id DESC LIMIT 1)
FROM source_pass JOIN pass USING (pass_id) GROUP BY source
"""
LEAVE = """
UPDATE page SET todo = NULL WHERE todo IS NOT NULL AND address NOT IN (
    SELECT address FROM page WHERE todo IS NOT NULL ORDER BY coalesce(printed_on, '') DESC, address
    LIMIT ?
)
"""
FETCH = """
INSERT INTO fetch (
    pass_id, address, final_address, fetched_at, outcome, change, status, reason, headers, sha256,
    bytes, requests
) VALUES (
    :pass_id, :address, :final_address, :now, :outcome, :change, :status, :reason, :headers,
    :sha256, :bytes, :requests
)
"""
OUTCOME = """
UPDATE page SET
    todo = NULL, done = :pass_id, checked = :now, outcome = :outcome, status = :status,
    reason = :reason,
    failures = CASE WHEN :outcome IN ('failed', 'refused') THEN failures + 1 ELSE 0 END,
    gone_in = CASE WHEN :outcome = 'gone' THEN coalesce(gone_in, :pass_id)
        WHEN :outcome IN ('fetched', 'unchanged') THEN NULL ELSE gone_in END
WHERE address = :address
"""
CONTENT = """
UPDATE page SET
    changed_in = CASE WHEN sha256 IS :content THEN changed_in ELSE :pass_id END,
    sha256 = :content, bytes = :bytes, zipped = :zipped, media_type = :media_type,
    etag = :etag, last_modified = :modified
WHERE address = :address
"""
