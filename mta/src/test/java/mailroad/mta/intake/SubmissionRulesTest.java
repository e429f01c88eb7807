package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.mta.Bench;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a submission says that it is from (RFC 6409 section 8.1). */
class SubmissionRulesTest {
  private static final Recipient ANNA = Recipient.of(EmailAddress.of("anna@local.example"));

  private final Bench bench = new Bench();

  @BeforeEach
  void people() {
    bench.mailboxes.account("bert@local.example");
    bench.mailboxes.forward("team@local.example", "anna@local.example", "bert@local.example");
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  private Reply submit(IntakeConfig.HeaderFrom policy, String header) throws Exception {
    bench.intake(
        new IntakeConfig(
            true,
            policy,
            true,
            true,
            IntakeConfig.FullMailbox.LATER,
            100,
            262_144,
            5000,
            Duration.ofMinutes(1),
            200_000,
            ResultsConfig.DEFAULT));
    return bench.receive(
        Bench.loggedIn("anna@local.example"),
        "anna@local.example",
        MailParameters.NONE,
        header.replace("\\n", "\r\n") + "\r\nbody\r\n",
        ANNA);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # header                                                        | own       | a Sender field is added
          From: anna@local.example\\n                                     | 250 2.0.0 | no
          From: "Anna" <Anna@local.example>\\n                            | 550 5.7.1 | yes
          From: team@local.example\\n                                     | 250 2.0.0 | no
          From: bert@local.example\\n                                     | 550 5.7.1 | yes
          From: x@away.example\\n                                         | 550 5.7.1 | yes
          From: x@away.example, anna@local.example\\n                     | 250 2.0.0 | no
          From: bert@local.example\\nSender: anna@local.example\\n         | 250 2.0.0 | no
          From: bert@local.example\\nResent-From: anna@local.example\\n    | 250 2.0.0 | no
          From: anna@local.example\\nResent-From: bert@local.example\\n    | 550 5.7.1 | yes
          From: anna@local.example\\nFrom: bert@local.example\\n           | 550 5.7.1 | yes
          Subject: nobody said\\n                                         | 250 2.0.0 | no
          From: no address\\n                                             | 550 5.7.1 | yes
          """)
  void namesItsAccountOrIsMarkedOrRefused(String header, String own, String marked)
      throws Exception {
    assertThat(submit(IntakeConfig.HeaderFrom.OWN, header).toString()).startsWith(own);
    Bench other = new Bench();
    try {
      other.mailboxes.account("bert@local.example");
      other.mailboxes.forward("team@local.example", "anna@local.example");
      other.receive(
          Bench.loggedIn("anna@local.example"),
          "anna@local.example",
          MailParameters.NONE,
          header.replace("\\n", "\r\n") + "\r\nbody\r\n",
          ANNA);
      String filed = other.inbox("anna@local.example").getFirst();
      assertThat(filed.contains("\r\nSender: <anna@local.example>\r\n"))
          .isEqualTo(marked.equals("yes"));
    } finally {
      other.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"From: x@away.example\\n, 250", "From: anna@local.example\\n, 250"})
  void anybodyMayBeNamedWhereThatIsConfigured(String header, int code) throws Exception {
    assertThat(submit(IntakeConfig.HeaderFrom.ANY, header).code()).isEqualTo(code);
    assertThat(bench.inbox("anna@local.example").getFirst()).doesNotContain("Sender:");
  }
}
