package mailroad.guard.deceit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mime.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderJudgeTest {
  private static final Sites SITES = new SuffixList(SuffixList.BUNDLED)::organisation;
  private static final Domain OWN = new Domain("paybank.example");

  private static final DeceitConfig CONFIG =
      new DeceitConfig(
          true,
          List.of(),
          List.of("Ada Chief <ada@paybank.example>"),
          List.of(),
          List.of(),
          DeceitConfig.DEFAULT.freemail(),
          List.of(),
          100_000,
          100,
          DeceitScores.DEFAULT);

  private static List<String> judge(String fields, boolean vouched) throws Exception {
    Found found = new Found();
    Lookalikes lookalikes = new Lookalikes(List.of(OWN), SITES);
    new SenderJudge(CONFIG, lookalikes, SITES, found)
        .judge(
            Header.of((fields.replace("; ", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)),
            new SenderJudge.Setting(
                Set.of(OWN),
                vouched ? Optional.of(OWN) : Optional.empty(),
                true,
                address -> address.localPart().equals("jane.doe")));
    return found.evidence(CONFIG.scores()).stream().map(Evidence::name).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          # fields                                                                  | evidence
          From: Jo Roe <jo@other.example>                                           |
          From: "help@paybank.example" <x@evil.test>                                | from-name-address
          From: "Bank (help@paybank.example)" <x@mail.paybank.example>              |
          From: Jane Doe <jane1975@gmail.com>                                       | from-name-ours
          From: "Doe, Jane" <jane1975@gmail.com>                                    | from-name-ours
          From: =?utf-8?q?J=C3=A1ne_Doe?= <jane1975@gmail.com>                      | from-name-ours
          From: Jane Doe <jane1975@gmail.com>; List-Id: <l.example>                 |
          From: Ada Chief <ada.chief@gmail.com>                                     | from-name-protected
          From: Ada Chief <ada@hr.paybank.example>                                  |
          From: x@paybank.example                                                   | from-our-domain
          From: x@paybank.example; List-Id: <l.example>                             |
          From: x@payb4nk.example                                                   | from-lookalike
          From: x@paybank.test                                                      | from-similar
          From: a@other.example; Reply-To: b@gmail.com                              | reply-freemail
          From: a@other.example; Reply-To: b@third.example                          | reply-elsewhere
          From: a@other.example; Reply-To: b@www.other.example                      |
          From: a@gmail.com; Reply-To: b@yahoo.com                                  | reply-elsewhere
          From: a@other.example; From: b@other.example                              | from-several
          Subject: nobody                                                           | from-several
          """)
  void judgesWhoItSaysItIsFrom(String fields, String evidence) throws Exception {
    assertThat(judge(fields, false))
        .containsExactlyInAnyOrder(evidence == null ? new String[0] : evidence.split(","));
  }

  @Test
  void believesOurOwnDomainWhereSomethingVouchesForIt() throws Exception {
    assertThat(judge("From: x@paybank.example", true)).isEmpty();
  }

  @Test
  void seesCharactersThatHide() throws Exception {
    assertThat(judge("From: a@b.example; Subject: V\u200Bi\u200Ba", false))
        .containsExactly("hidden-characters");
    assertThat(judge("From: a@b.example; Subject: \u202Efdp.exe", false))
        .containsExactly("hidden-characters");
  }
}
