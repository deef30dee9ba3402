"""A generated report as a Word document: markup as editors leave it behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from .model import Paragraph, Part, SpanCell, SpannedTable

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/comments.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>'
    '<Override PartName="/word/footnotes.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
)
_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WHO = 'w:id="7" w:author="707" w:date="2022-01-20T08:00:00Z"'
_STYLE = '<w:rPr><w:rFonts w:hint="eastAsia"/><w:color w:val="000000"/><w:sz w:val="21"/></w:rPr>'
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


@dataclass(frozen=True)
class DocxStyle:
    """What an editor left in the markup; everything off is the plainest document."""

    split_runs: bool = False
    tracked: bool = False
    comments: bool = False
    boxes: bool = False
    hidden: bool = False
    fields: bool = False
    controls: bool = False
    broken_labels: bool = False
    framed: bool = False
    strict: bool = False
    horizontal: bool = False
    """Merged cells in a row by the old mark rather than by a span."""


def random_docx_style(rng: Random) -> DocxStyle:
    """Each habit in a third of the documents."""
    names = [field.name for field in fields(DocxStyle)]
    return replace(DocxStyle(), **{name: rng.random() < 1 / 3 for name in names})


def docx_of(parts: Sequence[Part], rng: Random, style: DocxStyle | None = None) -> bytes:
    """The bytes of a Word document with these parts."""
    printer = _Printer(rng, style or random_docx_style(rng))
    return packed(printer.body(parts), strict=printer.style.strict)


def packed(body: str, *, strict: bool = False) -> bytes:
    """A Word document around the markup of a body."""
    main = _STRICT if strict else _MAIN
    relations = _STRICT_RELATIONS if strict else _RELATIONS
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{main}" {_NAMESPACES}><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    comments = (
        f'<w:comments xmlns:w="{main}"><w:comment w:id="0" w:author="707"><w:p><w:r>'
        "<w:t>请核对 999 件</w:t></w:r></w:p></w:comment></w:comments>"
    )
    footnotes = (
        f'<w:footnotes xmlns:w="{main}"><w:footnote w:id="1"><w:p><w:r>'
        "<w:t>另有 999 件</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations(f"{relations}/officeDocument", "word/document"))
        archive.writestr(
            "word/_rels/document.xml.rels",
            _relations(f"{relations}/comments", "comments", f"{relations}/footnotes", "footnotes"),
        )
        archive.writestr("word/document.xml", document)
        archive.writestr("word/comments.xml", comments)
        archive.writestr("word/footnotes.xml", footnotes)
    return out.getvalue()


def _relations(*kinds_and_targets: str) -> str:
    """The markup that tells the parts which a part goes with."""
    pairs = zip(kinds_and_targets[::2], kinds_and_targets[1::2], strict=True)
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(pairs)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{listed}</Relationships>'


class _Printer:
    """Parts of a report as markup, with habits drawn from ``rng``."""

    def __init__(self, rng: Random, style: DocxStyle) -> None:
        self.rng = rng
        self.style = style

    def body(self, parts: Sequence[Part]) -> str:
        """All parts in order; ``framed`` puts them into a table of one cell."""
        inner = "".join(
            self.paragraph(part) if isinstance(part, Paragraph) else self.table(part)
            for part in parts
        )
        if not self.style.framed:
            return inner
        return f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"

    def paragraph(self, part: Paragraph) -> str:
        level = f'<w:pPr><w:pStyle w:val="{part.level}"/></w:pPr>' if part.level else ""
        return f"<w:p>{level}{self.runs(part.text)}{self.extra()}</w:p>"

    def extra(self) -> str:
        """What stands in a paragraph or cell without being part of its text."""
        draws = []
        if self.style.comments:
            draws.append('<w:r><w:commentReference w:id="0"/></w:r>')
            draws.append('<w:r><w:footnoteReference w:id="1"/></w:r>')
        if self.style.hidden:
            draws.append(f"<w:r>{_HIDDEN}<w:t>88</w:t></w:r>")
        if self.style.boxes:
            box = "<w:txbxContent><w:p><w:r><w:t>—</w:t></w:r></w:p></w:txbxContent>"
            draws.append(
                '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>'
                f"{box}</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
                "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )
        if self.style.tracked:
            draws.append(f"<w:del {_WHO}><w:r><w:delText>77</w:delText></w:r></w:del>")
            draws.append(f"<w:moveFrom {_WHO}><w:r><w:t>66</w:t></w:r></w:moveFrom>")
        return self.rng.choice(draws) if draws and self.rng.random() < 0.3 else ""

    def runs(self, text: str) -> str:
        """A text as runs, cut anywhere."""
        pieces = [text]
        if self.style.split_runs and len(text) > 1:
            at = self.rng.randrange(1, len(text))
            pieces = [text[:at], text[at:]]
        return "".join(map(self.run, pieces))

    def run(self, text: str) -> str:
        bare = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
        run = f"<w:r>{_STYLE}{bare}</w:r>"
        if self.style.fields and self.rng.random() < 0.1:
            begin, separate, end = (
                f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
                for kind in ("begin", "separate", "end")
            )
            code = "<w:r><w:instrText> =SUM(LEFT) 55 </w:instrText></w:r><w:r><w:t>44</w:t></w:r>"
            return begin + code + separate + run + end
        if self.style.tracked and self.rng.random() < 0.2:
            tag = self.rng.choice(("ins", "moveTo"))
            return f"<w:{tag} {_WHO}>{run}</w:{tag}>"
        if self.style.controls and self.rng.random() < 0.2:
            return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
        return run

    def table(self, table: SpannedTable) -> str:
        grid = '<w:gridCol w:w="900"/>' * table.width
        rows = [self.row(cells) for cells in _with_covered(table)]
        if self.style.tracked:
            text = f"<w:del {_WHO}><w:r><w:delText>33</w:delText></w:r></w:del>"
            end = f"<w:pPr><w:rPr><w:del {_WHO}/></w:rPr></w:pPr>"
            cell = f"<w:tc><w:tcPr/><w:p>{end}{text}</w:p></w:tc>"
            deleted = f"<w:tr><w:trPr><w:del {_WHO}/></w:trPr>{cell * table.width}</w:tr>"
            rows.insert(self.rng.randrange(len(rows)), deleted)
        return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def row(self, cells: Sequence[tuple[SpanCell, str]]) -> str:
        row = f"<w:tr><w:trPr/>{''.join(self.cell(cell, down) for cell, down in cells)}</w:tr>"
        if self.style.controls and self.rng.random() < 0.2:
            return f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>"
        return row

    def cell(self, cell: SpanCell, down: str) -> str:
        marks = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[down]
        if cell.columns > 1 and not (self.style.horizontal and not down):
            marks = f'<w:gridSpan w:val="{cell.columns}"/>{marks}'
        elif cell.columns > 1:
            marks += '<w:hMerge w:val="restart"/>'
        text = "" if down == "continue" else cell.text
        printed = f"<w:tc><w:tcPr>{marks}</w:tcPr>{self.inside(text, value=cell.is_value)}</w:tc>"
        if cell.columns > 1 and self.style.horizontal and not down:
            covered = '<w:tc><w:tcPr><w:hMerge w:val="continue"/></w:tcPr><w:p/></w:tc>'
            printed += covered * (cell.columns - 1)
        return printed

    def inside(self, text: str, *, value: bool) -> str:
        """The paragraphs of a cell; ``broken_labels`` tears a label over two."""
        if not self.style.broken_labels or value or len(text) < 4 or self.rng.random() < 0.5:
            return f"<w:p>{self.runs(text) if text else ''}{self.extra()}</w:p>"
        at = self.rng.randrange(2, len(text) - 1)
        first, second = self.runs(text[:at]), self.runs(text[at:])
        if self.rng.random() < 0.5:
            return f"<w:p>{first}<w:r><w:br/></w:r>{second}</w:p>"
        return f"<w:p>{first}</w:p><w:p>{second}</w:p>"


def _with_covered(table: SpannedTable) -> list[list[tuple[SpanCell, str]]]:
    """Rows with the cells that go on from above, each with its part in a merge downwards."""
    rows: list[list[tuple[SpanCell, str]]] = []
    open_cells: dict[int, tuple[SpanCell, int]] = {}
    for cells in table.rows:
        row: list[tuple[SpanCell, str]] = []
        column, left = 0, list(cells)
        while column < table.width and (left or column in open_cells):
            if column in open_cells:
                cell, rest = open_cells.pop(column)
                row.append((cell, "continue"))
            else:
                cell, rest = left[0], left.pop(0).rows
                row.append((cell, "restart" if rest > 1 else ""))
            if rest > 1:
                open_cells[column] = (cell, rest - 1)
            column += cell.columns
            if column in open_cells and open_cells[column][1] == 0:
                del open_cells[column]
        rows.append(row)
    return rows
