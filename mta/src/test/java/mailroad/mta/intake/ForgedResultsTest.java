package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.Bench;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody else speaks of authentication in our name (A13). */
class ForgedResultsTest {
  private static final Domain US = new Domain("us.local.example");
  private static final Recipient ANNA = Recipient.of(EmailAddress.of("anna@local.example"));
  private static final String FORGED = "Authentication-Results: us.local.example; spf=pass\r\n";

  private Bench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new Bench();
    bench.mailboxes.account("anna@local.example");
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  private static String cleaned(ResultsConfig config, String header) {
    byte[] octets = header.getBytes(StandardCharsets.UTF_8);
    return new String(new ForgedResults(config, US).clean(octets).header(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # a field as it comes                                          | what becomes of it
          Authentication-Results: us.local.example; spf=pass             | goes
          AUTHENTICATION-results :us.local.example;dkim=pass             | goes
          Authentication-Results: US.Local.Example. 1; spf=pass          | goes
          Authentication-Results: (a (nested) \\) comment) us.local.example(x); spf=pass | goes
          Authentication-Results:\\n us.local.example;\\n spf=pass       | goes
          Authentication-Results: "us.local.example"; spf=pass           | goes
          Authentication-Results: "us\\.local.exampl\\e" 1; spf=pass     | goes
          Authentication-Results: "us.local.\\n example"; spf=pass       | stays
          Authentication-Results: us.local.example/1; spf=pass           | goes
          Authentication-Results: ; spf=pass                             | goes
          Authentication-Results:                                        | goes
          Authentication-Results: (open us.local.example; spf=pass       | goes
          Authentication-Results: "open us.local.example; spf=pass       | goes
          Authentication-Results: mx.other.example; spf=pass             | stays
          Authentication-Results: not.us.local.example; spf=pass         | stays
          Authentication-Results: us.local.example.other.example; none   | stays
          Authentication-Results: mx.other.example (us.local.example); none | stays
          ARC-Authentication-Results: i=1; us.local.example; spf=pass    | stays
          X-Authentication-Results: us.local.example; spf=pass           | stays
          Authentication-Results us.local.example                        | stays
          Subject: Authentication-Results: us.local.example              | stays
          Received: by x\\n Authentication-Results: us.local.example     | stays
          """)
  void a13WhatClaimsToBeOursGoes(String field, String fate) {
    String one = field.replace("\\n", "\r\n") + "\r\n";
    String around = "From: a@b.example\r\n%sTo: c\r\n\r\n";
    assertThat(cleaned(ResultsConfig.DEFAULT, around.formatted(one)))
        .isEqualTo(around.formatted(fate.equals("goes") ? "" : one));
  }

  @Test
  void aNameOfALanguageOfItsOwnIsTheSameInBothFormsA13() {
    ResultsConfig config = new ResultsConfig(List.of("bücher.example", "house-id"), List.of());
    for (String name : List.of("bücher.example", "xn--bcher-kva.example", "HOUSE-ID")) {
      assertThat(cleaned(config, "Authentication-Results: " + name + "; spf=pass\r\n\r\n"))
          .isEqualTo("\r\n");
    }
    assertThat(cleaned(config, FORGED + "\r\n")).isEqualTo(FORGED + "\r\n");
  }

  @Test
  void noNumberOfFieldsHidesOneA13() {
    String many = "X: y\r\n".repeat(20_000);
    assertThat(cleaned(ResultsConfig.DEFAULT, many + FORGED + many)).isEqualTo(many + many);
  }

  private String taken(Client client, String content) throws Exception {
    bench.receive(client, "anna@local.example", MailParameters.NONE, content, ANNA);
    return bench.inbox("anna@local.example").getLast();
  }

  @Test
  void a13ItIsGoneFromWhatIsTakenAndTheRestStaysAsItCame() throws Exception {
    String rest = "Received: by us.local.example\r\nX:  y\r\n\r\n" + FORGED + "\r\n";
    assertThat(taken(Bench.stranger(), FORGED + rest)).endsWith("+0000\r\n" + rest);
    assertThat(taken(Bench.loggedIn("anna@local.example"), FORGED + rest))
        .endsWith(rest)
        .containsOnlyOnce("Authentication-Results");
  }

  @Test
  void serversOfThisHouseAreBelieved() throws Exception {
    bench.intake(
        IntakeConfig.DEFAULT.with(new ResultsConfig(List.of(), List.of("203.0.113.0/24"))));
    assertThat(taken(Bench.stranger(), FORGED + "\r\nbody\r\n"))
        .endsWith("+0000\r\n" + FORGED + "\r\nbody\r\n");
  }

  @Test
  void keysMakeSense() {
    assertThatThrownBy(() -> new ResultsConfig(List.of(), List.of("here")))
        .hasMessageContaining("trusted-from");
    assertThatThrownBy(() -> new ResultsConfig(List.of(" "), List.of()))
        .hasMessageContaining("names");
  }
}
