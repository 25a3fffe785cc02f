package org.ladibridge.graal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipMethod;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Reads the parts of a workbook without the compressors that no workbook uses: fastexcel opens it by commons-compress, which refers to XZ
 * and Zstandard, whose libraries are not here, and an executable is linked as a whole. Unnecessary once fastexcel reads by
 * {@code java.util.zip} or commons-compress (1.28) loads these two when they are asked for.
 */
@TargetClass(className = "org.apache.commons.compress.archivers.zip.ZipFile")
final class ZipFileSubstitution {

    @Alias
    public native InputStream getRawInputStream(ZipArchiveEntry entry) throws IOException;

    @Substitute
    public InputStream getInputStream(ZipArchiveEntry entry) throws IOException {
        InputStream raw = getRawInputStream(entry);
        if (raw == null) {
            return null;
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new UnsupportedZipFeatureException(UnsupportedZipFeatureException.Feature.ENCRYPTION, entry);
        }
        ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
        if (method == ZipMethod.STORED) {
            return raw;
        }
        if (method != ZipMethod.DEFLATED) {
            throw new UnsupportedZipFeatureException(method, entry);
        }
        Inflater inflater = new Inflater(true);
        // Without zlib's header an inflater wants one byte more than there is.
        return new InflaterInputStream(new SequenceInputStream(raw, new ByteArrayInputStream(new byte[1])), inflater) {
            @Override
            public void close() throws IOException {
                try {
                    super.close();
                } finally {
                    inf.end();
                }
            }
        };
    }
}
