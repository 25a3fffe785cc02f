package org.ladibridge.intake.hook;

import java.util.List;
import java.util.stream.Stream;

import org.ladibridge.intake.hook.Scheme.Encoding;
import org.ladibridge.intake.hook.Scheme.KeyEncoding;

/** @see <a href="https://www.kiotviet.vn/huong-dan-su-dung-public-api-retail">KiotViet: public API</a> */
final class KiotViet {
    private KiotViet() {
    }

    /**
     * The vendor's page leaves open how the signature and the key are written, and public code differs from it: all of these are
     * the same SHA-256, also behind {@code sha1=}.
     */
    static List<Scheme> schemes() {
        return Stream.of(Encoding.HEX, Encoding.BASE64)
                .flatMap(encoding -> Stream.of("", "sha256=", "sha1=")
                        .map(prefix -> Scheme.ofBody("X-Hub-Signature", encoding, prefix)))
                .flatMap(scheme -> Stream.of(KeyEncoding.UTF8, KeyEncoding.BASE64).map(scheme::keyedBy)).toList();
    }
}
