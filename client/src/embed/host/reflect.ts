import { CARD_ATTRIBUTES, START_ATTRIBUTES } from "./attributes.ts";

/** Attributes that are there or not. */
const SWITCHES: readonly string[] = ["skip-prejoin", "preload", "minimal"];
/** Those with properties of their own: of the element, or of all elements. */
const OWN: readonly string[] = ["room", "lang"];

/** The attributes that properties stand for, by the properties' names. */
export const REFLECTED: Readonly<Record<string, string>> = Object.fromEntries(
  [...START_ATTRIBUTES, ...CARD_ATTRIBUTES, "loading"]
    .filter((name) => !OWN.includes(name))
    .map((name) => [name.replace(/-./g, ([, letter = ""]) => letter.toUpperCase()), name]),
);

/** Gives a class of elements a property for each attribute: both say the same at all times. */
export function reflectAttributes(elementClass: typeof HTMLElement): void {
  for (const [property, attribute] of Object.entries(REFLECTED)) {
    const isSwitch = SWITCHES.includes(attribute);
    Object.defineProperty(elementClass.prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return isSwitch ? this.hasAttribute(attribute) : (this.getAttribute(attribute) ?? "");
      },
      set(this: HTMLElement, value: unknown) {
        if (isSwitch) this.toggleAttribute(attribute, Boolean(value));
        else
          this.setAttribute(attribute, typeof value === "boolean" ? (value ? "on" : "off") : String(value));
      },
    });
  }
}

/** Takes over what was set before the element was defined. */
export function upgradeProperties(element: object, properties: readonly string[]): void {
  for (const property of properties) {
    if (!Object.hasOwn(element, property)) continue;
    const value: unknown = Reflect.get(element, property);
    Reflect.deleteProperty(element, property);
    Reflect.set(element, property, value);
  }
}
