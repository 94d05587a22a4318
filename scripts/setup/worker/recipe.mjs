/**
 * How the mediasoup worker is built from the sources in its npm package against the system's libraries. This file
 * and the projects in `subprojects/` are part of the cache key: change them, and the worker is built again.
 */

/** @type {import("../patches.mjs").Edit[]} */
export const EDITS = [
  {
    // Debian 12 has meson 1.0, which is enough for this build file.
    file: "meson.build",
    find: "meson_version: '>= 1.1.0'",
    replace: "meson_version: '>= 1.0.0'",
  },
  {
    // OpenSSL's BIO callback gets BIO_CB_RETURN or-ed with the operation. As published the test is never true, so
    // every control call is answered with 1, "is kernel TLS on?" included; an OpenSSL that has kernel TLS compiled
    // in then allocates no write buffer, and the worker dies in the first DTLS handshake.
    file: "src/RTC/DtlsTransport.cpp",
    find: "(operationType == BIO_CB_RETURN) ?",
    replace: "(operationType & BIO_CB_RETURN) ?",
  },
];

/** Release build. -O2 compiles in two thirds of -O3's time. io_uring would need one more library. */
export const MESON_OPTIONS = [
  "--buildtype=release",
  "-Doptimization=2",
  "-Db_ndebug=true",
  "-Dms_disable_liburing=true",
  "--wrap-mode=nodownload",
];

/** Sources that Debian has in the pool beside a package of its own; as their authors published them. */
export const SRTP_SOURCES = {
  package: "libsrtp2-dev",
  file: "libsrtp2_2.5.0.orig.tar.gz",
  sha256: "8a43ef8e9ae2b665292591af62aa1a4ae41e468b6d98d8258f91478735da4e09",
};

/** In this order: the sources include what the first one generates, but do not declare that they do. */
export const NINJA_TARGETS = ["fbs/FBS", "mediasoup-worker"];

/** Programs and pkg-config modules that the build needs, and the Debian packages that bring them. */
export const BUILD_NEEDS = {
  programs: {
    "c++": "g++",
    meson: "meson",
    ninja: "ninja-build",
    "pkg-config": "pkg-config",
    flatc: "flatbuffers-compiler",
  },
  modules: {
    openssl: "libssl-dev",
    libuv: "libuv1-dev",
    libsrtp2: "libsrtp2-dev",
    usrsctp: "libusrsctp-dev",
    absl_flat_hash_map: "libabsl-dev",
    flatbuffers: "libflatbuffers-dev",
  },
};

/** The same for Homebrew, in one list: it has no cheap way to ask what is missing. */
export const HOMEBREW_PACKAGES = "meson ninja pkgconf openssl@3 libuv srtp libusrsctp abseil flatbuffers";
