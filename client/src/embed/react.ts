/** The same for pages made with React. */
export { type CallListeners, SottoCall, type SottoCallProps } from "./host/react.tsx";
