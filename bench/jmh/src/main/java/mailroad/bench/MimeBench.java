package mailroad.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Structure;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Header sections and structures of messages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MimeBench {
  private static final String HEADER =
      "Received: from mail.example.net (mail.example.net [192.0.2.7])\r\n"
              .concat("\tby mx.example.org (Mailroad) with ESMTPS id 01JC7K2M9XZ4T\r\n")
              .concat("\tfor <anna@example.org>; Sun, 22 Nov 2026 10:00:00 +0000\r\n")
              .repeat(4)
          + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=k1;\r\n"
          + "\th=from:to:subject:date:message-id; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n"
          + "\tb="
          + "AbCdEfGh".repeat(40)
          + "\r\n"
          + "From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.net>\r\n"
          + "To: \"Smith, Anna\" <anna@example.org>, bert@example.org\r\n"
          + "Subject: =?utf-8?b?R3LDvMOfZSBhdXMgTcO8bmNoZW4=?=\r\n"
          + "Date: Sun, 22 Nov 2026 09:59:58 +0000\r\n"
          + "Message-ID: <20261122095958.4711@example.net>\r\n"
          + "MIME-Version: 1.0\r\n";
  private static final String LINE =
      "The quick brown fox jumps over the lazy dog, and that again.\r\n";

  private final byte[] header = (HEADER + "\r\n").getBytes(US_ASCII);
  private final byte[] plain =
      (HEADER + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + LINE.repeat(64))
          .getBytes(US_ASCII);
  private final byte[] nested = nested();
  private final String recipients =
      "\"Smith, Anna\" <anna@example.org>, bert@example.org, ".repeat(25);

  private static byte[] nested() {
    String part = "--in\r\nContent-Type: text/%s; charset=utf-8\r\n\r\n" + LINE.repeat(60);
    String alternative =
        "--out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n"
            + part.formatted("plain")
            + part.formatted("html")
            + "--in--\r\n";
    String attachment =
        "--out\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\n"
            + "Content-Disposition: attachment; filename*=utf-8''a%CC%88.pdf\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + ("QUJDREVGR0hJSktM".repeat(4) + "\r\n").repeat(850);
    return (HEADER
            + "Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\n"
            + alternative
            + attachment
            + "--out--\r\n")
        .getBytes(US_ASCII);
  }

  /** Where the fields of a header section stand. */
  @Benchmark
  public Header header() {
    return Header.of(header);
  }

  /** The structure of a message of 4 KiB, one part. */
  @Benchmark
  public Structure structurePlain() {
    return Structure.of(plain);
  }

  /** The structure of a message of 64 KiB: two texts and an attachment. */
  @Benchmark
  public Structure structureNested() {
    return Structure.of(nested);
  }

  /** Fifty addresses of a To field. */
  @Benchmark
  public List<Address> addresses() {
    return Addresses.parse(recipients, MimeLimits.DEFAULT);
  }
}
