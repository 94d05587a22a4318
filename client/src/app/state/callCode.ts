/** Splits a call code into the groups in which people read it to each other. */
export function codeGroups(code: string): readonly string[] {
  return code.split(/\s+/).filter((group) => group !== "");
}
