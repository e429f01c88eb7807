package mailroad.guard.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes files and messages that have them. */
final class Files {
  static final byte[] PROGRAM = octets("MZ\220\0\3\0\0\0\4\0\0\0\377\377\0\0 This program");
  static final byte[] PDF = octets("%PDF-1.7\n1 0 obj <<>> endobj\n");
  static final byte[] PNG = octets("\211PNG\r\n\032\n\0\0\0\rIHDR");

  private Files() {}

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] zip(String name, byte[] content) {
    return zip(Map.of(name, content));
  }

  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : new LinkedHashMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] tar(String name, byte[] content) {
    byte[] out = new byte[512 + (content.length + 511) / 512 * 512 + 1024];
    byte[] named = octets(name);
    System.arraycopy(named, 0, out, 0, named.length);
    byte[] size = octets("%011o".formatted(content.length));
    System.arraycopy(size, 0, out, 124, size.length);
    out[156] = '0';
    System.arraycopy(octets("ustar"), 0, out, 257, 5);
    System.arraycopy(content, 0, out, 512, content.length);
    return out;
  }

  /** Sets the bit that says that a password is needed, in both heads of each file. */
  static byte[] encrypted(byte[] zip) {
    for (int i = 0; i + 10 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4) {
        zip[i + 6] |= 1;
      }
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    return zip;
  }

  static byte[] message(String fileName, byte[] content) {
    return message("application/octet-stream", fileName, content);
  }

  static byte[] message(String type, String fileName, byte[] content) {
    return ("""
    From: a@a.example
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain

    Look at this.
    --b
    Content-Type: %s
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename*=utf-8''%s

    %s
    --b--
    """
            .formatted(
                type,
                java.net.URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20"),
                Base64.getMimeEncoder().encodeToString(content)))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
