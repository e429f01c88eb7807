package mailroad.checks.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a parser is fed with first. A file of seeds has one on each line, with {@code \r \n \t \0 \\ \xHH} for octets; a
 * line that ends in a backslash goes on in the next. {@code #} begins a comment, {@code +} a word that is put into
 * others.
 *
 * @param whole inputs
 * @param words pieces of the grammar
 */
record Seeds(List<byte[]> whole, List<byte[]> words) {
  static Seeds of(String name) {
    List<byte[]> whole = new ArrayList<>();
    List<byte[]> words = new ArrayList<>();
    for (String line : read("/fuzz/" + name + ".seeds").replace("\\\n", "").split("\n")) {
      if (line.startsWith("+")) {
        words.add(octets(line.substring(1)));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        whole.add(octets(line));
      }
    }
    return new Seeds(whole, words);
  }

  private static String read(String resource) {
    try (InputStream in = Seeds.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] octets(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '\\' || i + 1 == text.length) {
        out.write(text[i]);
        continue;
      }
      switch (text[++i]) {
        case 'r' -> out.write('\r');
        case 'n' -> out.write('\n');
        case 't' -> out.write('\t');
        case '0' -> out.write(0);
        case 'x' -> {
          out.write(Integer.parseInt(new String(text, i + 1, 2, StandardCharsets.US_ASCII), 16));
          i += 2;
        }
        default -> out.write(text[i]);
      }
    }
    return out.toByteArray();
  }

  /** The octets as a line that may be added to a file of seeds. */
  static String line(byte[] octets) {
    StringBuilder out = new StringBuilder();
    for (byte octet : octets) {
      switch (octet) {
        case '\r' -> out.append("\\r");
        case '\n' -> out.append("\\n");
        case '\\' -> out.append("\\\\");
        default -> {
          boolean plain = octet >= ' ' && octet < 127 && !(out.isEmpty() && octet < '.');
          out.append(plain ? String.valueOf((char) octet) : "\\x%02x".formatted(octet & 0xff));
        }
      }
    }
    return out.toString();
  }
}
