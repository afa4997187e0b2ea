"""The component templates of device and module types: what each new device of a type is born with."""

from orchestration.catalogue.words.form import SETTLED, Words


def _template(what: str, several: str, columns: str = "name device_type module_type type description") -> Words:
    """Return the words for the templates of one kind of component, which differ in little more than their names."""
    return Words(
        f"{what} template",
        f"{several} templates",
        said=f"template of {several}, templates of {several}, templated {what}, templated {several}",
        columns=columns,
        facts=columns.replace("name ", "") + " label",
        within="device_type module_type" if "module_type" in columns else "device_type",
        page="",
        keep=SETTLED,
    )


WORDS = {
    "dcim.consoleporttemplate": _template("console port", "console ports"),
    "dcim.consoleserverporttemplate": _template("console server port", "console server ports"),
    "dcim.coolingintaketemplate": _template("cooling intake", "cooling intakes"),
    "dcim.coolingoutflowtemplate": _template("cooling outflow", "cooling outflows"),
    "dcim.devicebaytemplate": _template("device bay", "device bays", "name device_type enabled description"),
    "dcim.frontporttemplate": _template("front port", "front ports", "name device_type module_type type positions"),
    "dcim.interfacetemplate": _template(
        "interface", "interfaces", "name device_type module_type type enabled mgmt_only"
    ),
    "dcim.inventoryitemtemplate": _template(
        "inventory item", "inventory items", "name device_type role manufacturer part_id"
    ),
    "dcim.modulebaytemplate": _template("module bay", "module bays", "name device_type module_type position"),
    "dcim.poweroutlettemplate": _template(
        "power outlet", "power outlets", "name device_type module_type type power_port feed_leg"
    ),
    "dcim.powerporttemplate": _template(
        "power port", "power ports", "name device_type module_type type maximum_draw allocated_draw"
    ),
    "dcim.rearporttemplate": _template("rear port", "rear ports", "name device_type module_type type positions"),
}
