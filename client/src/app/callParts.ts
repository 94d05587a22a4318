/** What only a call needs: a chunk of its own, fetched while the person is still typing a name. */
import { joinCall } from "../sdk/index.ts";
import { CallControls } from "./media/CallControls.ts";
import { CallScreen } from "./screens/call/CallScreen.tsx";

export { CallControls, CallScreen, joinCall };
