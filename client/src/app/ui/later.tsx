/** Parts of a page that are fetched after it is drawn: it can be read and used without them for a moment. */
import { type ComponentType, type FunctionComponent, lazy, Suspense } from "react";
import type { DevicePickersProps } from "./DevicePickers.tsx";
import type { BackgroundSheetProps } from "../screens/prejoin/BackgroundSheet.tsx";
import type { SelfTestProps } from "../screens/prejoin/SelfTest.tsx";
import type { InviteSheetProps } from "../screens/invite/InviteSheet.tsx";
import { fetchPart } from "../fetching.ts";
import type { SheetProps } from "./Sheet.tsx";
import type { ToastsProps } from "./Toasts.tsx";

export const LaterToasts = later<ToastsProps>(async () => (await import("./Toasts.tsx")).Toasts);
export const LaterLanguagePicker = later(async () => (await import("./LanguagePicker.tsx")).LanguagePicker);
export const LaterDevicePickers = later<DevicePickersProps>(
  async () => (await import("./DevicePickers.tsx")).DevicePickers,
);
export const LaterSheet = later<SheetProps>(async () => (await import("./Sheet.tsx")).Sheet);
export const LaterInviteSheet = later<InviteSheetProps>(
  async () => (await import("../screens/invite/InviteSheet.tsx")).InviteSheet,
);
export const LaterBackgroundSheet = later<BackgroundSheetProps>(
  async () => (await import("../screens/prejoin/BackgroundSheet.tsx")).BackgroundSheet,
);
export const LaterSelfTest = later<SelfTestProps>(
  async () => (await import("../screens/prejoin/SelfTest.tsx")).SelfTest,
);

function later<Props extends object = object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  const Part = lazy(async () => ({
    // Whatever cannot be had is left out: the page stays.
    default: await fetchPart(load).catch(() => () => null),
  })) as unknown as ComponentType<Props>;
  return function Later(props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}
