package mailroad.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.smtp.Command;
import mailroad.smtp.MailFrom;
import mailroad.smtp.Malformed;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.RcptTo;
import mailroad.smtp.ReplyForm;
import mailroad.smtp.XClient;
import mailroad.smtp.Xtext;
import org.junit.jupiter.api.Test;

/** Lines of SMTP from whoever: what is read can be written, and reads the same again. */
class SmtpFuzzTest {
  private static String utf8(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static void isOneLine(String text) {
    assertThat(text.chars()).noneMatch(c -> c < ' ' || c == 127);
  }

  @Test
  void commands() {
    Fuzzer.fuzz("command", SmtpFuzzTest::command);
  }

  static String command(byte[] line) {
    Command command = Command.parse(line);
    return command.getClass().getSimpleName() + shape(command);
  }

  private static String shape(Command command) {
    switch (command) {
      case MailFrom(var sender, var parameters) -> {
        assertThat(ReversePath.parse(sender.toString())).contains(sender);
        isOneLine(sender.toString());
        parameters.envid().ifPresent(SmtpFuzzTest::survivesXtext);
        parameters.auth().ifPresent(path -> survivesXtext(path.toString()));
        return sender.getClass().getSimpleName()
            + parameters.body()
            + parameters.ret()
            + parameters.utf8()
            + parameters.auth().isPresent()
            + parameters.handling().release().isPresent();
      }
      case RcptTo(var address, var notices, var original, var utf8) -> {
        address.ifPresent(SmtpFuzzTest::survives);
        assertThat(Notify.parse(notices.toString())).contains(notices);
        original.ifPresent(it ->
            assertThat(OriginalRecipient.parse(it.toString()))
                .satisfiesAnyOf(
                    again -> assertThat(again).contains(it),
                    _ ->
                        assertThat(it.toString().length())
                            .isGreaterThan(OriginalRecipient.OCTETS_MAX)));
        return address.isPresent() + notices.toString() + original.isPresent() + utf8;
      }
      case XClient told -> {
        told.login().ifPresent(SmtpFuzzTest::survives);
        told.helo().ifPresent(SmtpFuzzTest::isOneLine);
        told.name().ifPresent(SmtpFuzzTest::isOneLine);
        return "" + told.address().isPresent() + told.esmtp() + told.port().isPresent();
      }
      case Malformed(var reply) -> {
        isWritten(reply);
        return reply.toString();
      }
      default -> {
        return "";
      }
    }
  }

  private static void survivesXtext(String text) {
    String coded = Xtext.encode(text);
    assertThat(coded.chars()).allMatch(c -> c > ' ' && c < 127);
    assertThat(Xtext.decode(coded)).contains(text);
  }

  private static void survives(EmailAddress address) {
    assertThat(EmailAddress.parse(address.toString())).contains(address);
    isOneLine(address.toString());
    assertThat(address.localPart().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(64);
  }

  /** What goes out is lines that end in CRLF, with neither of the two elsewhere, none too long. */
  private static String isWritten(Reply reply) {
    String written = ReplyForm.write(reply);
    assertThat(written).endsWith("\r\n");
    for (String line : written.substring(0, written.length() - 2).split("\r\n", -1)) {
      assertThat(line.length()).isBetween(4, 510);
      assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 127 || c == '\t');
    }
    return written;
  }

  @Test
  void replies() {
    Fuzzer.fuzz("reply", SmtpFuzzTest::oneReply);
  }

  static String oneReply(byte[] octets) {
    Optional<Reply> reply = reply(octets);
    reply.ifPresent(it -> {
      String written = isWritten(it);
      Reply again = reply(written.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
      assertThat(again.code()).isEqualTo(it.code());
      assertThat(again.status()).isEqualTo(it.status());
      assertThat(again.lines()).hasSameSizeAs(it.lines());
      isOneLine(Text.visible(it.toString()));
    });
    return reply
        .map(it -> it.code() + it.status().replaceAll("\\d+", "n") + it.lines().size())
        .orElse("none");
  }

  private static Optional<Reply> reply(byte[] octets) {
    List<ReplyForm.ReplyLine> lines = new ArrayList<>();
    for (String line : new String(octets, StandardCharsets.ISO_8859_1).split("\r\n", 0)) {
      Optional<ReplyForm.ReplyLine> read =
          ReplyForm.readLine(line.getBytes(StandardCharsets.ISO_8859_1));
      if (read.isEmpty()) {
        return Optional.empty();
      }
      lines.add(read.get());
      if (read.get().last()) {
        return Optional.of(ReplyForm.read(lines));
      }
    }
    return Optional.empty();
  }

  @Test
  void addresses() {
    Fuzzer.fuzz("address", SmtpFuzzTest::address);
  }

  static String address(byte[] octets) {
    String text = utf8(octets);
    Optional<EmailAddress> address = EmailAddress.parse(text);
    address.ifPresent(SmtpFuzzTest::survives);
    Optional<ReversePath> path = ReversePath.parse(text);
    path.ifPresent(it -> assertThat(ReversePath.parse(it.toString())).contains(it));
    return address.map(it -> it.needsUtf8() + shape(it.domain())).orElse("none") + path.isPresent();
  }

  @Test
  void domains() {
    Fuzzer.fuzz("domain", SmtpFuzzTest::domain);
  }

  static String domain(byte[] octets) {
    String text = utf8(octets);
    Optional<Domain> domain = Domain.parse(text);
    domain.ifPresent(it -> {
      assertThat(new Domain(it.name())).isEqualTo(it);
      assertThat(it.name().chars()).allMatch(c -> c > ' ' && c < 127);
      assertThat(it.unicode()).isNotEmpty();
    });
    Optional<AddressRange> range = AddressRange.parse(text);
    range.ifPresent(it ->
        assertThat(AddressRange.parse(it.toString()).orElseThrow().bits()).isEqualTo(it.bits()));
    return domain.map(SmtpFuzzTest::shape).orElse("none") + range.isPresent();
  }

  private static String shape(Domain domain) {
    return (domain.isLiteral() ? "literal" : "name")
        + domain.name().contains("xn--")
        + domain.literal().map(address -> address.getAddress().length);
  }

  @Test
  void xtext() {
    Fuzzer.fuzz("xtext", SmtpFuzzTest::xtext);
  }

  static String xtext(byte[] octets) {
    Optional<String> text = Xtext.decode(utf8(octets));
    text.ifPresent(SmtpFuzzTest::survivesXtext);
    return text.map(it -> it.length() + "").orElse("none");
  }
}
