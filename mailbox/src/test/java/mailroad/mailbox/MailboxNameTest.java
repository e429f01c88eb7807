package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxNameTest {
  @ParameterizedTest
  @CsvSource({
    "inbox, INBOX",
    "InBoX/Old, INBOX/Old",
    "Work/inbox, Work/inbox",
    "Entwürfe, Entwürfe",
    "../../etc/passwd, ../../etc/passwd",
  })
  void readsNames(String text, String name) {
    assertThat(MailboxName.parse(text).map(MailboxName::toString)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "#news", "a\u0000b", "a\r\nb", "a\u2028b"})
  void refusesWhatIsNoName(String text) {
    assertThat(MailboxName.parse(text)).isEmpty();
  }

  @Test
  void refusesUnpairedSurrogatesAndWhatIsTooLong() {
    assertThat(MailboxName.parse("a\uD800")).isEmpty();
    assertThat(MailboxName.parse("ü".repeat(500))).isPresent();
    assertThat(MailboxName.parse("ü".repeat(501))).isEmpty();
  }

  @Test
  void composedAndDecomposedSpellingsAreOneName() {
    assertThat(MailboxName.of("Entwu\u0308rfe")).isEqualTo(MailboxName.of("Entw\u00FCrfe"));
  }

  @Test
  void sortsByLevelsSoThatChildrenFollowTheirParent() {
    List<String> sorted =
        List.of("a b", "a/b", "a", "a-b", "a/b/c").stream()
            .map(MailboxName::of)
            .sorted()
            .map(MailboxName::toString)
            .toList();
    assertThat(sorted).containsExactly("a", "a/b", "a/b/c", "a b", "a-b");
  }
}
