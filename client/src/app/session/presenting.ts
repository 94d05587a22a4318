/** Whether this tab presented when it was loaded anew; nothing about the session is kept. */
const PRESENTING = "sotto.presenting";

/** True after a reload in the middle of presenting. */
export function presentedBefore(): boolean {
  return stored()?.getItem(PRESENTING) === "yes";
}

export function rememberPresenting(presents: boolean): void {
  try {
    if (presents) stored()?.setItem(PRESENTING, "yes");
    else stored()?.removeItem(PRESENTING);
  } catch {
    // A full disk: the page after a reload has other words then.
    return;
  }
}

function stored(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
