package org.ladibridge.transform;

import java.util.function.Function;

import org.ladibridge.customer.Warning;

/**
 * What became of one value: kept, kept with a remark, simply not there, or left out for a reason.
 *
 * @param kept null when nothing is kept
 * @param code null when there is nothing to remark
 * @param remark English, without personal data; may be null
 */
record Value<T>(T kept, Warning.Code code, String remark) {
    private static final Value<?> ABSENT = new Value<>(null, null, null);

    static <T> Value<T> of(T kept) {
        return new Value<>(kept, null, null);
    }

    @SuppressWarnings("unchecked")
    static <T> Value<T> absent() {
        return (Value<T>) ABSENT;
    }

    static <T> Value<T> leftOut(Warning.Code code, String remark) {
        return new Value<>(null, code, remark);
    }

    <R> Value<R> map(Function<T, R> change) {
        return new Value<>(kept == null ? null : change.apply(kept), code, remark);
    }
}
