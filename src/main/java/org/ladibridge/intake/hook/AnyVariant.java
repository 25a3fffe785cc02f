package org.ladibridge.intake.hook;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

/** Accepts a request that fits one of several signature variants of its sender, and logs which one. */
final class AnyVariant implements Verifier {
    private static final Logger LOG = Logger.getLogger(AnyVariant.class);

    private final String path;
    private final List<SignatureVerifier> variants;
    private final AtomicReference<SignatureVerifier> reported = new AtomicReference<>();

    AnyVariant(String path, List<SignatureVerifier> variants) {
        this.path = path;
        this.variants = variants;
    }

    @Override
    public String signed(String text) {
        return variants.get(0).signed(text);
    }

    @Override
    public Optional<Refusal> refusal(HookRequest request) {
        for (SignatureVerifier variant : variants) {
            if (variant.refusal(request).isEmpty()) {
                if (reported.getAndSet(variant) != variant) {
                    LOG.infof("/hooks/%s is signed with %s; these parameters in its route accept nothing else", path,
                            variant.scheme());
                }
                return Optional.empty();
            }
        }
        // The variant that could read the signature says the most about what is wrong.
        return variants.stream().filter(variant -> variant.canRead(request)).findFirst().orElse(variants.get(0))
                .refusal(request);
    }
}
