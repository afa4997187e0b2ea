"""The limits Discord puts on messages and forms, written down from its documentation, apart from the product's own.

Each function returns faults as (path, code, sentence); the page that gives the rule stands beside it. Lengths are counted in characters.
"""

COMPONENTS_V2 = 1 << 15
# See docs.discord.com/developers/resources/message#create-message
CONTENT, NONCE, EMBEDS = 2000, 25, 10
# See docs.discord.com/developers/resources/message#embed-object-embed-limits
EMBED_TOTAL, EMBED = 6000, {"title": 256, "description": 4096}
EMBED_FIELDS, EMBED_FIELD_NAME, EMBED_FIELD_VALUE, EMBED_FOOTER = 25, 256, 1024, 2048
# See docs.discord.com/developers/components/reference, and #legacy-message-component-behavior for the rows.
COMPONENTS, TEXT, ROWS, BUTTONS, OPTIONS, GALLERY = 40, 4000, 5, 5, 25, 10
LABEL, CUSTOM_ID, URL, PLACEHOLDER, OPTION, ALT_TEXT = 80, 100, 512, 150, 100, 1024
# See docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal, /components/reference#label
MODAL_TITLE, MODAL_FIELDS, FIELD_LABEL, FIELD_HINT, INPUT, INPUT_PLACEHOLDER = 45, 5, 45, 100, 4000, 100
# See docs.discord.com/developers/reference#uploading-files
FILES, FILE_SIZE = 10, 10 * 1024 * 1024

ROW, BUTTON, SELECT, INPUT_TYPE, SECTION, DISPLAY, THUMBNAIL, MEDIA, FILE, SEPARATOR, CONTAINER, FIELD = (
    *(1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 17, 18),
)
TOP = {ROW, SECTION, DISPLAY, MEDIA, FILE, SEPARATOR, CONTAINER}


class Faults(list):
    """What is wrong with a payload, as (path, code, sentence)."""

    def need(self, holds, path, code, sentence):
        """Note a fault unless something holds."""
        if not holds:
            self.append((path, code, sentence))

    def length(self, text, least, most, path):
        """Note a text that is too short or too long."""
        if not isinstance(text, str):
            self.append((path, "BASE_TYPE_REQUIRED", "This field is required"))
        elif not least <= len(text) <= most:
            code = "BASE_TYPE_MAX_LENGTH" if len(text) > most else "BASE_TYPE_REQUIRED"
            self.append((path, code, f"Must be between {least} and {most} in length."))


def faults_of_message(payload, files=()):
    """Return what Discord would refuse of a message.

    Args:
        payload: the JSON.
        files: names of the files that came with it.
    """
    found = Faults()
    found.length(payload.get("content") or "", 0, CONTENT, ["content"])
    found.length(str(payload.get("nonce") or ""), 0, NONCE, ["nonce"])
    v2 = bool((payload.get("flags") or 0) & COMPONENTS_V2)
    if v2:
        # See docs.discord.com/developers/components/reference: content and embeds do not go with components v2.
        for name in ("content", "embeds", "poll", "sticker_ids"):
            sentence = "This field may not be used with the IS_COMPONENTS_V2 flag"
            found.need(not payload.get(name), [name], "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)
        _v2(found, payload.get("components") or [], files)
    else:
        _embeds(found, payload.get("embeds") or [])
        _legacy(found, payload.get("components") or [])
    found.need(len(files) <= FILES, ["files"], "BASE_TYPE_BAD_LENGTH", "Must be 10 or fewer in length.")
    for at, attachment in enumerate(payload.get("attachments") or []):
        found.length(attachment.get("description") or "", 0, ALT_TEXT, ["attachments", at, "description"])
    return found


def _embeds(found, embeds):
    found.need(len(embeds) <= EMBEDS, ["embeds"], "BASE_TYPE_BAD_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for at, embed in enumerate(embeds):
        path = ["embeds", at]
        for name, most in EMBED.items():
            found.length(embed.get(name) or "", 0, most, [*path, name])
            total += len(embed.get(name) or "")
        footer = (embed.get("footer") or {}).get("text") or ""
        found.length(footer, 0, EMBED_FOOTER, [*path, "footer", "text"])
        fields = embed.get("fields") or []
        found.need(
            len(fields) <= EMBED_FIELDS, [*path, "fields"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length."
        )
        for number, each in enumerate(fields):
            found.length(each.get("name"), 1, EMBED_FIELD_NAME, [*path, "fields", number, "name"])
            found.length(each.get("value"), 1, EMBED_FIELD_VALUE, [*path, "fields", number, "value"])
            total += len(each.get("name") or "") + len(each.get("value") or "")
        total += len(footer)
    sentence = "Embed size exceeds maximum size of 6000"
    found.need(total <= EMBED_TOTAL, ["embeds"], "MAX_EMBED_SIZE_EXCEEDED", sentence)


def _legacy(found, components):
    found.need(len(components) <= ROWS, ["components"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen = set()
    for at, each in enumerate(components):
        path = ["components", at]
        found.need(each.get("type") == ROW, path, "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        _row(found, each, path, seen)


def _v2(found, components, files):
    found.need(components, ["components"], "BASE_TYPE_REQUIRED", "This field is required")
    everything = list(walk(components))
    found.need(
        len(everything) <= COMPONENTS,
        ["components"],
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        "The total number of components cannot exceed 40",
    )
    shown = sum(len(each.get("content") or "") for each in everything if each.get("type") == DISPLAY)
    sentence = "The total text content of all components cannot exceed 4000 characters"
    found.need(shown <= TEXT, ["components"], "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)
    ids = [each["id"] for each in everything if each.get("id")]
    found.need(len(ids) == len(set(ids)), ["components"], "COMPONENT_ID_DUPLICATED", "Component id must be unique")
    found.need(all(0 < id_ < 2**31 for id_ in ids), ["components"], "NUMBER_TYPE_MAX", "int value should be 32 bit")
    _layout(found, components, ["components"], files, set(), TOP)


def _layout(found, components, path, files, seen, allowed):
    for at, each in enumerate(components):
        here, kind = [*path, at], each.get("type")
        found.need(
            kind in allowed, here, "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {sorted(allowed)}.'
        )
        if kind == CONTAINER:
            found.need(each.get("components"), [*here, "components"], "BASE_TYPE_REQUIRED", "This field is required")
            _layout(found, each["components"], [*here, "components"], files, seen, TOP - {CONTAINER})
        elif kind == ROW:
            _row(found, each, here, seen)
        elif kind == DISPLAY:
            found.need(
                (each.get("content") or "").strip(), [*here, "content"], "BASE_TYPE_REQUIRED", "This field is required"
            )
        elif kind == SECTION:
            inside = each.get("components") or []
            found.need(
                1 <= len(inside) <= 3,
                [*here, "components"],
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 3 in length.",
            )
            _layout(found, inside, [*here, "components"], files, seen, {DISPLAY})
            found.need(each.get("accessory"), [*here, "accessory"], "BASE_TYPE_REQUIRED", "This field is required")
            if (each.get("accessory") or {}).get("type") == BUTTON:
                _button(found, each["accessory"], [*here, "accessory"], seen)
        elif kind == MEDIA:
            items = each.get("items") or []
            found.need(
                1 <= len(items) <= GALLERY,
                [*here, "items"],
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 10 in length.",
            )
            for number, item in enumerate(items):
                _attached(found, item["media"]["url"], [*here, "items", number, "media", "url"], files)
                found.length(item.get("description") or "", 0, ALT_TEXT, [*here, "items", number, "description"])
        elif kind == FILE:
            _attached(found, each["file"]["url"], [*here, "file", "url"], files)


def _attached(found, url, path, files):
    """docs.discord.com/developers/reference#editing-message-attachments-using-attachments-within-embeds: only what was uploaded with the message."""
    if url.startswith("attachment://"):
        name = url.removeprefix("attachment://")
        found.need(
            name in files,
            path,
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
            f"Referenced attachment not found: {name}",
        )
    else:
        found.need(
            url.startswith(("http://", "https://")),
            path,
            "URL_TYPE_INVALID_SCHEME",
            "Scheme must be one of http, https",
        )


def _row(found, row, path, seen):
    inside = row.get("components") or []
    found.need(
        1 <= len(inside) <= BUTTONS, [*path, "components"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length."
    )
    selects = [each for each in inside if each.get("type") == SELECT]
    found.need(
        not selects or len(inside) == 1,
        [*path, "components"],
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        "The specified component exceeds the maximum width",
    )
    for at, each in enumerate(inside):
        here = [*path, "components", at]
        if each.get("type") == BUTTON:
            _button(found, each, here, seen)
        elif each.get("type") == SELECT:
            _select(found, each, here, seen)
        else:
            found.need(False, here, "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).')


def _button(found, button, path, seen):
    label = button.get("label")
    found.need(label or button.get("emoji"), path, "BUTTON_COMPONENT_INVALID", "A button must have a label or emoji")
    found.length(label or "", 0, LABEL, [*path, "label"])
    if button.get("style") == 5:
        found.length(button.get("url"), 1, URL, [*path, "url"])
        found.need(
            "custom_id" not in button,
            path,
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            "A custom id and url cannot both be specified",
        )
    else:
        found.need(
            button.get("style") in {1, 2, 3, 4},
            [*path, "style"],
            "BASE_TYPE_CHOICES",
            "Value must be one of {1, 2, 3, 4, 5, 6}.",
        )
        _custom_id(found, button, path, seen)


def _custom_id(found, component, path, seen):
    given = component.get("custom_id")
    found.length(given, 1, CUSTOM_ID, [*path, "custom_id"])
    found.need(
        given not in seen,
        [*path, "custom_id"],
        "COMPONENT_CUSTOM_ID_DUPLICATED",
        "Component custom id cannot be duplicated",
    )
    seen.add(given)


def _select(found, select, path, seen):
    _custom_id(found, select, path, seen)
    found.length(select.get("placeholder") or "", 0, PLACEHOLDER, [*path, "placeholder"])
    options = select.get("options") or []
    found.need(
        1 <= len(options) <= OPTIONS, [*path, "options"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length."
    )
    values = [each.get("value") for each in options]
    found.need(
        len(values) == len(set(values)),
        [*path, "options"],
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        "The specified option value is already used",
    )
    for at, option in enumerate(options):
        found.length(option.get("label"), 1, OPTION, [*path, "options", at, "label"])
        found.length(option.get("value"), 1, OPTION, [*path, "options", at, "value"])
        found.length(option.get("description") or "", 0, OPTION, [*path, "options", at, "description"])


def faults_of_modal(modal):
    """Return what Discord would refuse of a form: docs.discord.com/developers/components/using-modal-components."""
    found, seen = Faults(), set()
    found.length(modal.get("title"), 1, MODAL_TITLE, ["data", "title"])
    found.length(modal.get("custom_id"), 1, CUSTOM_ID, ["data", "custom_id"])
    components = modal.get("components") or []
    found.need(
        1 <= len(components) <= MODAL_FIELDS,
        ["data", "components"],
        "BASE_TYPE_BAD_LENGTH",
        "Must be between 1 and 5 in length.",
    )
    for at, each in enumerate(components):
        path = ["data", "components", at]
        if each.get("type") == DISPLAY:
            found.need(
                (each.get("content") or "").strip(), [*path, "content"], "BASE_TYPE_REQUIRED", "This field is required"
            )
            continue
        found.need(
            each.get("type") == FIELD, path, "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (10, 18).'
        )
        found.length(each.get("label"), 1, FIELD_LABEL, [*path, "label"])
        found.length(each.get("description") or "", 0, FIELD_HINT, [*path, "description"])
        inside = each.get("component") or {}
        if inside.get("type") == SELECT:
            _select(found, inside, [*path, "component"], seen)
            continue
        _custom_id(found, inside, [*path, "component"], seen)
        found.need(
            inside.get("style") in {1, 2},
            [*path, "component", "style"],
            "BASE_TYPE_CHOICES",
            "Value must be one of {1, 2}.",
        )
        most = inside.get("max_length", INPUT)
        found.need(
            1 <= most <= INPUT,
            [*path, "component", "max_length"],
            "NUMBER_TYPE_MAX",
            "int value should be at most 4000.",
        )
        found.length(inside.get("value") or "", 0, most, [*path, "component", "value"])
        found.length(inside.get("placeholder") or "", 0, INPUT_PLACEHOLDER, [*path, "component", "placeholder"])
    return found


def walk(components):
    """Yield components and all within them."""
    for each in components:
        yield each
        yield from walk(each.get("components") or [])
        if each.get("accessory"):
            yield each["accessory"]
