/** English: where the app is shown inside of another page that it does not know. */
export const framed = {
  title: "Open this call in a tab of its own",
  text: "Another page shows Sotto inside of itself. So that no page can make you click what you do not see, calls run only inside of pages that this server knows.",
  open: "Open in a new tab",
} as const;
