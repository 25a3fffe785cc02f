package org.ladibridge.intake.hook;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

/** Believes a request that fits one of the ways in which its sender may sign, and says in the log which one it was. */
final class AnyVariant implements Verifier {
    private static final Logger LOG = Logger.getLogger(AnyVariant.class);

    private final String path;
    private final List<HmacVerifier> variants;
    private final AtomicReference<HmacVerifier> reported = new AtomicReference<>();

    AnyVariant(String path, List<HmacVerifier> variants) {
        this.path = path;
        this.variants = variants;
    }

    @Override
    public Optional<Refusal> refusal(HookRequest request) {
        Optional<Refusal> refusal = Optional.empty();
        for (HmacVerifier variant : variants) {
            refusal = variant.refusal(request);
            if (refusal.isEmpty()) {
                if (reported.getAndSet(variant) != variant) {
                    LOG.infof("/hooks/%s is signed with %s; these parameters in its route accept nothing else", path,
                            variant.scheme());
                }
                return refusal;
            }
        }
        return refusal;
    }
}
