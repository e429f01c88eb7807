package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;
import mailroad.mta.Bench;
import mailroad.mta.intake.RewritingConfig.CanonicalLine;
import mailroad.mta.intake.RewritingConfig.Whom;
import mailroad.mta.routing.ConfigLines;
import mailroad.mta.routing.Mail;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Canonical maps and masquerading. */
class RewritingTest {
  private static final RewritingConfig CONFIG =
      new RewritingConfig(
          List.of(
              new CanonicalLine("a.smith@local.example", "anna@local.example", Whom.ALL),
              new CanonicalLine("*@old.example", "@local.example", Whom.RECIPIENTS),
              new CanonicalLine("loop1@local.example", "loop2@local.example", Whom.ALL),
              new CanonicalLine("loop2@local.example", "loop1@local.example", Whom.ALL)),
          List.of("local.example"),
          List.of("root"),
          List.of("From", "Reply-To"),
          List.of("To"));

  @ParameterizedTest(name = "{0} as {1} is {2}")
  @CsvSource({
    "a.smith@local.example, sender, anna@local.example",
    "a.smith@local.example, recipient, anna@local.example",
    "x@old.example, sender, x@old.example",
    "x@old.example, recipient, x@local.example",
    "x@pc7.local.example, sender, x@local.example",
    "root@pc7.local.example, sender, root@pc7.local.example",
    "x@pc7.local.example, recipient, x@pc7.local.example",
    "x@notlocal.example, sender, x@notlocal.example",
    "loop1@local.example, sender, loop2@local.example",
  })
  void addressesAreWrittenAnewOnce(String address, String as, String becomes) {
    Rewriter rewriter = new Rewriter(CONFIG, ConfigLines.NONE);
    EmailAddress from = EmailAddress.of(address);
    Optional<Rewriter.Change> change =
        as.equals("sender") ? rewriter.sender(from) : rewriter.recipient(from);
    assertThat(change.map(Rewriter.Change::to).orElse(from)).hasToString(becomes);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "From: A <a.smith@local.example>          | From: A <anna@local.example>",
        "From: a.smith@local.example (a.smith@local.example) | From: anna@local.example (a.smith@local.example)",
        "From: \"a.smith@local.example\" <x@pc.local.example> | From: \"a.smith@local.example\" <x@local.example>",
        "To: x@old.example, y@other.example        | To: x@local.example, y@other.example",
        "To: \"q q\"@old.example                  | To: \"q q\"@old.example",
        "Cc: x@old.example                         | Cc: x@old.example",
        "To: (open comment x@old.example           | To: (open comment x@old.example",
        "Reply-To: =?utf-8?q?a?= <x@pc.local.example>; | Reply-To: =?utf-8?q?a?= <x@local.example>;",
      })
  void onlyAnAddressesOwnCharactersChange(String field, String becomes) {
    FieldRewriter rewriter = new Rewriter(CONFIG, ConfigLines.NONE).fields();
    Header header = Header.of((field + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    assertThat(new String(rewriter.rewrite(header.fields().getFirst()), StandardCharsets.UTF_8))
        .isEqualTo(becomes + "\r\n");
  }

  @Test
  void octetsThatAreNoTextStayAsTheyAre() {
    FieldRewriter rewriter = new Rewriter(CONFIG, ConfigLines.NONE).fields();
    byte[] octets =
        "From: \u00ff\u0080 <x@pc.local.example>\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] anew = rewriter.rewrite(Header.of(octets).fields().getFirst());
    assertThat(new String(anew, StandardCharsets.ISO_8859_1))
        .isEqualTo("From: \u00ff\u0080 <x@local.example>\r\n");
  }

  @Test
  void aSubmissionIsWrittenAnewAndTheJourneyShowsIt() throws Exception {
    try (Bench bench = new Bench()) {
      bench.rewriting(CONFIG).start();
      QueueId id =
          bench.send(
              "anna@pc7.local.example",
              "From: Anna <anna@pc7.local.example>\nTo: <anna@old.example>\n\nHi\n",
              new String[] {"anna@old.example"});
      bench.await(id, Event.Filed.class);
      assertThat(bench.inbox("anna@local.example").getFirst())
          .contains("From: Anna <anna@local.example>\r\nTo: <anna@local.example>\r\n\r\nHi\r\n");
      Event.Accepted accepted = bench.await(id, Event.Accepted.class);
      assertThat(accepted.sender()).hasToString("<anna@local.example>");
      assertThat(accepted.recipients()).containsExactly(EmailAddress.of("anna@old.example"));
      Event.Expanded expanded = bench.await(id, Event.Expanded.class);
      assertThat(expanded.into()).containsExactly(EmailAddress.of("anna@local.example"));
      assertThat(expanded.why().source()).startsWith("mta.rewriting.canonical: address = \"*@old");
    }
  }

  @Test
  void r49WhatIsNotSubmittedKeepsItsHeader() throws Exception {
    try (Bench bench = new Bench()) {
      bench.rewriting(CONFIG).start();
      bench.receive(
          Bench.stranger(),
          "x@away.example",
          MailParameters.NONE,
          "To: <anna@old.example>\r\n\r\nHi\r\n",
          Recipient.of(EmailAddress.of("anna@old.example")));
      assertThat(bench.inbox("anna@local.example").getFirst()).contains("To: <anna@old.example>");
    }
  }

  @Test
  void explainTellsOfIt() throws Exception {
    try (Bench bench = new Bench()) {
      bench.rewriting(CONFIG);
      String text =
          bench
              .mta()
              .explain(
                  Mail.from(ReversePath.parse("x@pc7.local.example").orElseThrow()),
                  EmailAddress.of("anna@old.example"))
              .why()
              .toString();
      assertThat(text)
          .contains(
              "x@pc7.local.example is written x@local.example  [mta.rewriting.masquerade-domains")
          .contains("anna@old.example is written anna@local.example")
          .contains("into anna@local.example");
    }
  }

  @Test
  void aWrongLineNamesItsKey() {
    assertThatThrownBy(() -> new CanonicalLine("", "a@b.example", Whom.ALL))
        .hasMessageContaining("address must be");
    assertThatThrownBy(() -> new CanonicalLine("a@b.example", "nobody", Whom.ALL))
        .hasMessageContaining("becomes must be");
    assertThatThrownBy(
            () -> new RewritingConfig(List.of(), List.of("a b"), List.of(), List.of(), List.of()))
        .hasMessageContaining("masquerade-domains");
  }
}
