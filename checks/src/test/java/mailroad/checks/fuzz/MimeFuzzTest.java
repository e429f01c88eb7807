package mailroad.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.ContentType;
import mailroad.mime.Disposition;
import mailroad.mime.EncodedWords;
import mailroad.mime.Field;
import mailroad.mime.FieldDate;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.ReceivedReport;
import mailroad.mime.ReportReader;
import mailroad.mime.SevenBit;
import mailroad.mime.Structure;
import org.junit.jupiter.api.Test;

/** Messages from whoever: each has some structure, and no octet is lost or counted twice. */
class MimeFuzzTest {
  private static final MimeLimits SMALL = new MimeLimits(4_000, 8_000, 60, 12, 6, 10, 15);

  @Test
  void headers() {
    Fuzzer.fuzz("header", MimeFuzzTest::header);
  }

  static String header(byte[] octets) {
    Header header = Header.of(octets, SMALL);
    long at = 0;
    for (Field field : header.fields()) {
      assertThat(field.from()).isEqualTo(at);
      assertThat(field.octets()).hasSize((int) (field.to() - at));
      at = field.to();
      assertThat(field.value()).doesNotContain("\n");
      assertThat(field.text()).isNotNull();
    }
    assertThat(header.end()).isBetween(at, (long) octets.length);
    return header.fields().size() + "" + header.cut() + header.terminated();
  }

  @Test
  void values() {
    Fuzzer.fuzz("value", MimeFuzzTest::value);
  }

  static String value(byte[] octets) {
    String value = new String(octets, StandardCharsets.UTF_8);
    List<Address> addresses = Addresses.parse(value, SMALL);
    assertThat(addresses).hasSizeLessThanOrEqualTo(SMALL.addressesMax() + 1);
    Optional<ContentType> type = ContentType.parse(value, SMALL);
    type.ifPresent(it -> {
      assertThat(it.parameters().list().size()).isLessThanOrEqualTo(SMALL.parametersMax());
      it.parameters().list().forEach(p -> assertThat(it.parameters().value(p.name())).isPresent());
    });
    Optional<Disposition> disposition = Disposition.parse(value, SMALL);
    // A character of six octets' text at most becomes three in the worst charset there is.
    assertThat(EncodedWords.decode(value).length()).isLessThanOrEqualTo(value.length() * 3);
    return addresses.stream().map(it -> it.getClass().getSimpleName()).distinct().toList()
        + type.map(it -> it.parameters().list().size() + "").orElse("none")
        + disposition.isPresent()
        + FieldDate.parse(value).isPresent()
        + EncodedWords.decode(value).equals(value);
  }

  /** Counts what is read of a message. */
  private static final class Counted implements Octets {
    private final Octets octets;
    private long read;

    Counted(byte[] message) {
      octets = Octets.of(message);
    }

    @Override
    public long size() {
      return octets.size();
    }

    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
      read += length;
      return octets.read(from, into, offset, length);
    }
  }

  @Test
  void structures() {
    Fuzzer.fuzz("message", MimeFuzzTest::structure);
  }

  static String structure(byte[] octets) throws IOException {
    Counted message = new Counted(octets);
    Structure structure = Structure.read(message, SMALL);
    assertThat(message.read).isEqualTo(octets.length);
    return structure.cut() + shape(structure.root(), 0, octets.length, 0);
  }

  /** A part lies within the one around it, and behind the one before it. */
  private static String shape(Part part, long from, long to, int depth) {
    assertThat(depth).isLessThanOrEqualTo(SMALL.depthMax());
    assertThat(part.from()).isBetween(from, to);
    assertThat(part.bodyFrom()).isBetween(part.from(), to);
    assertThat(part.bodyTo()).isBetween(part.bodyFrom(), to);
    part.fileName();
    part.languages();
    StringBuilder shape = new StringBuilder(part.type().type()).append(part.transferEncoding());
    switch (part.content()) {
      case Part.Content.Octets() -> {}
      case Part.Content.Message(var enclosed) ->
          shape.append('<').append(shape(enclosed, part.bodyFrom(), part.bodyTo(), depth + 1));
      case Part.Content.Parts(var parts) -> {
        long at = part.bodyFrom();
        for (Part child : parts) {
          shape.append('(').append(shape(child, at, part.bodyTo(), depth + 1)).append(')');
          at = child.bodyTo();
        }
      }
    }
    return shape.toString();
  }

  /** What goes to a host that takes seven bits are lines of seven bits. */
  @Test
  void conversions() {
    Fuzzer.fuzz("message", MimeFuzzTest::conversion);
  }

  static String conversion(byte[] octets) throws IOException {
    return switch (SevenBit.of(Octets.of(octets), SMALL)) {
      case SevenBit.Result.Impossible(var why) -> why.replaceAll("\\d+", "n");
      case SevenBit.Result.Done(var message) -> {
        byte[] out;
        try (InputStream in = message.open()) {
          out = in.readAllBytes();
        }
        assertThat((long) out.length).isEqualTo(message.size());
        assertThat(new String(out, StandardCharsets.ISO_8859_1).chars()).allMatch(c -> c < 128);
        yield Structure.of(out).root().type() + "" + message.breaksSignature();
      }
    };
  }

  @Test
  void reports() {
    Fuzzer.fuzz("report", MimeFuzzTest::report);
  }

  static String report(byte[] octets) throws IOException {
    Optional<ReceivedReport> report = ReportReader.read(Octets.of(octets), SMALL);
    return report.map(MimeFuzzTest::shape).orElse("none");
  }

  private static String shape(ReceivedReport report) {
    return switch (report) {
      case ReceivedReport.OfDelivery delivery -> {
        assertThat(delivery.recipients()).isNotEmpty();
        delivery
            .recipients()
            .forEach(it -> assertThat(it.status()).matches("[245]\\.\\d{1,3}\\.\\d{1,3}"));
        yield "delivery"
            + delivery.recipients().size()
            + delivery.recipients().getFirst().action()
            + delivery.about().isPresent();
      }
      case ReceivedReport.OfDisposition disposition ->
          "disposition" + disposition.modifiers().size() + disposition.about().isPresent();
    };
  }
}
