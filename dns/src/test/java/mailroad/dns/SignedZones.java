package mailroad.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Signs zones with {@code dnssec-keygen} and {@code dnssec-signzone} of Debian's bind9-utils. */
final class SignedZones {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final Path folder;

  SignedZones(Path folder) {
    this.folder = folder;
  }

  /** A zone and its signature's terms. */
  record Terms(String algorithm, Instant from, Instant to, List<String> options) {
    static final Instant NOW = Instant.now();
    static final Terms NSEC = new Terms("ECDSAP256SHA256", NOW, List.of());
    static final Terms NSEC3 = NSEC.with("-3", "-");
    static final Terms OPT_OUT = NSEC.with("-3", "ab12", "-A");

    Terms(String algorithm, Instant now, List<String> options) {
      this(algorithm, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(9)), options);
    }

    Terms with(String... more) {
      return new Terms(algorithm, from, to, List.of(more));
    }

    Terms by(String other) {
      return new Terms(other, from, to, options);
    }

    Terms from(Duration start, Duration end) {
      return new Terms(algorithm, NOW.plus(start), NOW.plus(end), options);
    }
  }

  /**
   * A signed zone.
   *
   * @param text the whole zone, one record a line
   * @param ds the line that the zone above has of its key
   */
  record Signed(String origin, String text, String ds) {
    /** The zone after somebody has meddled with its text. */
    Signed but(String pattern, String replacement) {
      String other = text.replaceAll("(?m)" + pattern, replacement);
      if (other.equals(text)) {
        throw new IllegalArgumentException("nothing matches " + pattern + " in\n" + text);
      }
      return new Signed(origin, other, ds);
    }
  }

  static boolean toolsAreThere() {
    return Stream.of("dnssec-keygen", "dnssec-signzone", "dnssec-dsfromkey")
        .allMatch(tool ->
            Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool))));
  }

  Signed sign(String origin, Terms terms, String records) throws IOException {
    Path dir = Files.createTempDirectory(folder, "zone");
    Path plain = dir.resolve("plain");
    Files.writeString(
        plain, "$TTL 300\n@ 300 IN SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns.of.\n" + records);
    String key =
        run(dir, "dnssec-keygen", "-q", "-f", "KSK", "-a", terms.algorithm(), origin).strip();
    List<String> sign =
        new ArrayList<>(
            List.of("dnssec-signzone", "-q", "-z", "-S", "-P", "-o", origin, "-O", "full"));
    sign.addAll(List.of("-s", TIME.format(terms.from()), "-e", TIME.format(terms.to())));
    sign.addAll(terms.options());
    sign.addAll(List.of("-f", "signed", "plain"));
    run(dir, sign.toArray(String[]::new));
    String ds = run(dir, "dnssec-dsfromkey", "-2", key).strip();
    return new Signed(origin, Files.readString(dir.resolve("signed")), ds);
  }

  private static String run(Path dir, String... command) throws IOException {
    Path err = dir.resolve("err");
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(err));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return out;
  }
}
