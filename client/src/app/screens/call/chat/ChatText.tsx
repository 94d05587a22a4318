import Linkify from "linkify-react";
import styles from "./ChatPanel.module.css";

const options = {
  // Only what opens a page: no mail programs, no scripts.
  validate: { url: (value: string) => /^https?:\/\//i.test(value), email: () => false },
  defaultProtocol: "https",
  rel: "noopener noreferrer nofollow",
  target: "_blank",
  truncate: 80,
};

/** A message as plain text, its web addresses as links. Its direction is its own and changes nothing around it. */
export function ChatText({ text }: { readonly text: string }) {
  return (
    <p className={styles.text} dir="auto">
      <Linkify options={options}>{text}</Linkify>
    </p>
  );
}
