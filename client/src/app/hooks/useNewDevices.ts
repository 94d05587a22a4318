import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceList } from "../media/deviceList.ts";
import { type NewDevice, newDevices } from "../state/newDevices.ts";
import { toast } from "../ui/toast.ts";

/** Offers a device that was just plugged in. */
export function useNewDevices(devices: DeviceList, onUse: (found: NewDevice) => void): void {
  const { t } = useTranslation();
  const before = useRef(devices);
  const use = useRef(onUse);
  useEffect(() => {
    use.current = onUse;
  });
  useEffect(() => {
    for (const found of newDevices(before.current, devices)) {
      toast(t(`hints.newDevice.${found.kind}`, { device: found.device.label }), {
        id: `new-${found.kind}`,
        duration: 15_000,
        action: { label: t("hints.useNew"), onClick: () => use.current(found) },
      });
    }
    before.current = devices;
  }, [devices, t]);
}
