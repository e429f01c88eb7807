package mailroad.imap.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5092 section 6, as CATENATE uses it (RFC 4469 section 3). */
class MessageUrlTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /INBOX;UID=1                                      | no
          /INBOX/;UID=1                                     | INBOX - 1 [] -
          INBOX/;uid=20                                     | INBOX - 20 [] -
          /;UID=20                                          | selected - 20 [] -
          ;UID=20                                           | selected - 20 [] -
          /Drafts;UIDVALIDITY=385759045/;UID=20             | Drafts 385759045 20 [] -
          /Drafts;UIDVALIDITY=3/;UID=20/;section=HEADER     | Drafts 3 20 [HEADER] -
          /Drafts/;UID=20/;SECTION=1.2.MIME                 | Drafts - 20 [1.2.MIME] -
          /Drafts/;UID=20/;SECTION=HEADER.FIELDS%20(To%20Cc)| Drafts - 20 [HEADER.FIELDS (To Cc)] -
          /Drafts/;UID=20/;SECTION=TEXT/;PARTIAL=0.1024     | Drafts - 20 [TEXT] 0.1024
          /Drafts/;UID=20/;PARTIAL=7                        | Drafts - 20 [] 7.9223372036854775807
          /Gr%C3%BCn/Neu/;UID=20                            | Grün/Neu - 20 [] -
          /a%3Bb/;UID=20                                    | a;b - 20 [] -
          /Drafts/;UID=20/;SECTION=9x                       | no
          /Drafts/;UID=20/;SECTION=1]x[                     | no
          /Drafts/;UID=                                     | no
          /Drafts/;UID=99999999999                          | no
          /Drafts/;UID=20;EXPIRE=2026-11-22T12:00:00Z       | no
          //b.example/Drafts/;UID=20                        | no
          imap://b.example/Drafts/;UID=20                   | no
          /Drafts                                           | no
          """)
  void reads(String url, String expected) {
    assertThat(MessageUrl.parse(url).map(MessageUrlTest::show).orElse("no")).isEqualTo(expected);
  }

  private static String show(MessageUrl url) {
    return "%s %s %d %s %s"
        .formatted(
            url.mailbox().map(Object::toString).orElse("selected"),
            url.uidValidity().isPresent() ? url.uidValidity().getAsLong() : "-",
            url.uid(),
            url.section(),
            url.partial().map(p -> p.from() + "." + p.count()).orElse("-"));
  }
}
