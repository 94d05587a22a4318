/** RFC 9605 Appendix C.3: one frame per suite, all of the same input. For tests. */
export const rfcInput = {
  kid: 0x123n,
  ctr: 0x4567n,
  baseKey: "000102030405060708090a0b0c0d0e0f",
  metadata: "4945544620534672616d65205747",
  plaintext: "64726166742d696574662d736672616d652d656e63",
} as const;

export const rfcFrames = [
  {
    suite: 1,
    key: "3f7d9a7c83ae8e1c8a11ae695ab59314b367e359fadac7b9c46b2bc6f81f46e16b96f0811868d59402b7e870102720b3",
    salt: "50b29329a04dc0f184ac3168",
    frame: "9901234567449408b6f490086165b9d6f62b24ae1a59a56486b4ae8ed036b88912e24f11",
  },
  {
    suite: 2,
    key: "e2ec5c797540310483b16bf6e7a570d2a27d192fe869c7ccd8584a8d9dab91549fbe553f5113461ec6aa83bf3865553e",
    salt: "e68ac8dd3d02fbcd368c5577",
    frame: "99012345673f31438db4d09434e43afa0f8a2f00867a2be085046a9f5cb4f101d607",
  },
  {
    suite: 3,
    key: "2c5703089cbb8c583475e4fc461d97d18809df79b6d550f78eb6d50ffa80d89211d57909934f46f5405e38cd583c69fe",
    salt: "38c16e4f5159700c00c7f350",
    frame: "990123456717fc8af28a5a695afcfc6c8df6358a17e26b2fcb3bae32e443",
  },
  {
    suite: 4,
    key: "d34f547f4ca4f9a7447006fe7fcbf768",
    salt: "75234edefe07819026751816",
    frame: "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb",
  },
  {
    suite: 5,
    key: "d3e27b0d4a5ae9e55df01a70e6d4d28d969b246e2936f4b7a5d9b494da6b9633",
    salt: "84991c167b8cd23c93708ec7",
    frame: "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279",
  },
] as const;

/** Some of Appendix C.1: key id, counter, encoding; at every border of the lengths. */
export const rfcHeaders: readonly (readonly [bigint, bigint, string])[] = [
  [0n, 0n, "00"],
  [0n, 1n, "01"],
  [0n, 0xffn, "08ff"],
  [0n, 0x100n, "090100"],
  [0n, 0xffffn, "09ffff"],
  [0n, 0x10000n, "0a010000"],
  [0n, 0xffffffn, "0affffff"],
  [0n, 0x1000000n, "0b01000000"],
  [0n, 0xffffffffn, "0bffffffff"],
  [0n, 0x100000000n, "0c0100000000"],
  [0n, 0xffffffffffffn, "0dffffffffffff"],
  [0n, 0x1000000000000n, "0e01000000000000"],
  [0n, 0xffffffffffffffffn, "0fffffffffffffffff"],
  [1n, 1n, "11"],
  [1n, 0x100000000000000n, "1f0100000000000000"],
  [0xffn, 0n, "80ff"],
  [0x123n, 0x4567n, "9901234567"],
  [0xffffffffffffffffn, 0xffffffffffffffffn, "ffffffffffffffffffffffffffffffffff"],
];
