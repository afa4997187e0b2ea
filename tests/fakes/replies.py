"""Strategies for replies of every shape and size, for properties that hold for all of them."""

from base64 import b64encode

from hypothesis import strategies as st

from orchestration.messages import (
    Blank,
    Button,
    Change,
    Changes,
    Column,
    Fact,
    Facts,
    FieldChange,
    File,
    Notice,
    Picture,
    Prose,
    Receipt,
    Reply,
    Run,
    Sheet,
    Table,
)

HOSTILE = [
    *(
        "<!channel>",
        "<@U012AB3CD>",
        "<#C024BE7LR|general>",
        "<https://evil.example|click>",
        "&lt;!here&gt;",
        "*bold* _it_ ~s~",
    ),
    *(
        "`code`",
        "00:50:56:ab:cd:ef",
        "2001:db8:100::1",
        "> quote",
        "a\u202eb\u200bc",
        "line\nline",
        "\x00\x1b[31m",
        "@everyone",
        "|",
    ),
    *("  ", "", "ü" * 40, "漢字" * 30, "😀" * 20, "https://nb.example/x?a=1&b=2"),
]


def texts(longest=60):
    """Names and words, hostile ones among them, some long."""
    some = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=longest))
    return st.one_of(some, some, some, st.builds(lambda text, times: text * times, some, st.integers(1, 200)))


urls = st.one_of(
    st.none(),
    st.sampled_from(["https://nb.example/dcim/devices/1/", "javascript:alert(1)", "https://nb.example/a b|c>d", "x"]),
)
runs = st.builds(Run, text=texts(), url=urls, strong=st.booleans())


@st.composite
def tables(draw, most_rows=130, most_columns=8):
    """Tables up to a size; a large one repeats a few rows, for drawing thousands of cells is slow."""
    columns = draw(
        st.lists(
            st.builds(Column, title=st.text(max_size=12), align=st.sampled_from(["left", "right"])),
            min_size=1,
            max_size=most_columns,
        )
    )
    short = st.builds(
        Run, text=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.integers(0, 9999).map(str)), url=urls
    )
    tame = st.builds(Run, text=st.text("abc-_0123456789 ", max_size=12), url=urls)
    cell = draw(st.sampled_from([tame, tame, st.one_of(short, short, short, runs)]))
    rows = draw(st.lists(st.tuples(*[cell for _ in columns]), max_size=4))
    times = draw(st.integers(1, max(1, most_rows // max(1, len(rows)))))
    return Table(title=draw(texts(20)), columns=tuple(columns), rows=tuple(rows) * times)


changes = st.builds(
    Changes,
    title=texts(),
    changes=st.lists(
        st.builds(
            Change,
            op=st.sampled_from(["create", "update", "delete"]),
            type=st.just("dcim.site"),
            title=texts(),
            url=urls,
            fields=st.lists(
                st.builds(
                    FieldChange,
                    field=st.just("f"),
                    label=texts(20),
                    old=st.none() | texts(),
                    new=texts(),
                    source=texts(),
                ),
                max_size=6,
            ).map(tuple),
        ),
        max_size=8,
    ).map(tuple),
)
parts = st.one_of(
    st.builds(Prose, runs=st.lists(runs, max_size=4).map(tuple)),
    st.builds(
        Facts, title=texts(), facts=st.lists(st.builds(Fact, label=texts(20), value=runs), max_size=25).map(tuple)
    ),
    tables(),
    changes,
    st.builds(Picture, alt=texts(), name=texts(10), media_type=st.just("image/png"), content=st.just(b"iVBORw0K")),
    st.builds(
        File,
        alt=texts(),
        name=texts(10),
        media_type=st.sampled_from(["text/csv", "application/zip"]),
        content=st.binary(max_size=40).map(b64encode),
    ),
    st.builds(Notice, level=st.sampled_from(["info", "warning"]), text=texts()),
)
receipts = st.builds(
    Receipt,
    understood=texts(),
    shown=st.none() | st.integers(0, 1000),
    total=st.none() | st.integers(0, 10**6),
    age=st.none() | st.floats(0, 10**6),
    url=urls,
)
blanks = st.builds(
    Blank,
    name=st.text("abcdef_", min_size=1, max_size=30),
    label=texts(20).filter(bool),
    kind=st.sampled_from(["line", "text", "number", "choice"]),
    required=st.booleans(),
    choices=st.lists(st.tuples(texts(20), texts(20)), max_size=120).map(tuple),
    value=texts(20),
    hint=texts(),
    error=texts(),
    longest=st.integers(1, 5000),
)
sheets = st.builds(
    Sheet,
    ref=st.text(max_size=100),
    opener=st.text(max_size=75),
    title=st.text(max_size=24),
    submit=st.text(max_size=24),
    blanks=st.lists(blanks, min_size=1, max_size=6, unique_by=lambda blank: blank.name).map(tuple),
)
replies = st.builds(
    Reply,
    turn=st.just("dl3kq0x1ab"),
    kind=st.sampled_from(["answer", "question", "preview", "done", "refusal", "error"]),
    intent=st.just("find"),
    parts=st.lists(parts, max_size=6).map(tuple),
    buttons=st.lists(
        st.builds(
            Button,
            label=st.text(max_size=75),
            ref=st.text(min_size=1, max_size=100),
            style=st.sampled_from(["primary", "plain", "danger"]),
        ),
        max_size=30,
    ).map(tuple),
    receipt=receipts,
    private=st.booleans(),
    sheet=st.none() | sheets,
)
