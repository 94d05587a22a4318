import { Button } from "react-aria-components";
import { REACTIONS } from "../../../state/hands.ts";
import styles from "./ReactMenu.module.css";

/** Reactions to choose from; it stays open, as people clap more than once. */
export function ReactChoice({ onReact }: { readonly onReact: (emoji: string) => void }) {
  return (
    <div className={styles.choice}>
      {REACTIONS.map((emoji) => (
        <Button
          key={emoji}
          className={styles.emoji ?? ""}
          onPress={() => onReact(emoji)}
          data-testid={`react-${emoji}`}
        >
          {emoji}
        </Button>
      ))}
    </div>
  );
}
