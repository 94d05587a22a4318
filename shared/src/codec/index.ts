/** Bytes and their spelling: bounded readers and writers, base64url, and the base of all errors. */
export { fromBase64Url, toBase64Url } from "./base64url.ts";
export { bytesEqualConstantTime, concatBytes, zeroize } from "./bytes.ts";
export { CodecError, type CodecErrorCode, SottoError } from "./errors.ts";
export { ByteReader } from "./reader.ts";
export { ByteWriter } from "./writer.ts";
