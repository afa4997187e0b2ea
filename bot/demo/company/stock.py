"""The stockroom: parts that a plugin of NetBox keeps count of."""

from bot.demo.company.book import Book

_PARTS = (
    ("Fan tray MX204", "FAN-TRAY-204", "Hamburg DC", 2, "new"),
    ("Fan tray MX204 (used)", "FAN-TRAY-204", "Newark DC", 1, "refurbished"),
    ("PSU 650W AC", "PSU-650-AC", "Hamburg DC", 4, "new"),
    ("SFP-10G-LR", "10G-LR-OPT", "Hamburg DC", 12, "new"),
    ("SFP-10G-LR box 2", "10G-LR-OPT", "Newark DC", 7, "new"),
    ("SSD 960GB", "SSD-960", "Newark DC", 3, "faulty"),
    ("Patch cord LC-LC 3m", "LCLC-3", "Oslo Office", 25, "new"),
)


def stock_parts(book: Book) -> None:
    """Put the parts on their shelves."""
    for name, number, site, quantity, condition in _PARTS:
        book.add(
            "plugins/stockroom/spare-parts",
            name=name,
            part_number=number,
            site=book.id_of("dcim/sites", site),
            quantity=quantity,
            condition=condition,
            supplier_api_key="k-4711-never-shown",
        )
