/** Parts of a page that are fetched after it is drawn: it can be read and used without them for a moment. */
import { type ComponentType, type FunctionComponent, lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DevicePickersProps } from "./DevicePickers.tsx";
import type { BackgroundSheetProps } from "../screens/prejoin/BackgroundSheet.tsx";
import type { SelfTestProps } from "../screens/prejoin/SelfTest.tsx";
import type { InviteSheetProps } from "../screens/invite/InviteSheet.tsx";
import { fetchPart } from "../fetching.ts";
import type { SheetProps } from "./Sheet.tsx";
import { toast } from "./toast.ts";
import type { ToastsProps } from "./Toasts.tsx";

export const LaterToasts = later<ToastsProps>(async () => (await import("./Toasts.tsx")).Toasts);
export const LaterLanguagePicker = later(async () => (await import("./LanguagePicker.tsx")).LanguagePicker);
export const LaterDevicePickers = later<DevicePickersProps>(
  async () => (await import("./DevicePickers.tsx")).DevicePickers,
);
export const LaterSheet = askedFor<SheetProps>(async () => (await import("./Sheet.tsx")).Sheet);
export const LaterInviteSheet = askedFor<InviteSheetProps>(
  async () => (await import("../screens/invite/InviteSheet.tsx")).InviteSheet,
);
export const LaterBackgroundSheet = askedFor<BackgroundSheetProps>(
  async () => (await import("../screens/prejoin/BackgroundSheet.tsx")).BackgroundSheet,
);
export const LaterSelfTest = askedFor<SelfTestProps>(
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

/** What somebody asked for: if it cannot be had they are told so, and it is closed; the next time it is fetched anew. */
function askedFor<Props extends { readonly onClose: () => void }>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  const fetched = () =>
    lazy(async () => {
      const part = await fetchPart(load).catch(() => undefined);
      if (part === undefined) next = fetched();
      return { default: part ?? NotLoaded };
    }) as unknown as ComponentType<Props>;
  let next = fetched();
  return function AskedFor(props) {
    const [Part] = useState(() => next);
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}

function NotLoaded({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    toast.error(t("common.partMissing"), { id: "part-missing", duration: 8000 });
    onClose();
  }, [t, onClose]);
  return null;
}
