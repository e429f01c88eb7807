package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagsTest {
  private static final Flags SEEN = Flags.of(Flag.SEEN);

  private static Flags words(String... words) {
    return Flags.of(Set.of(), List.of(words));
  }

  @Test
  void keywordsCompareWithoutCaseAndKeepTheFirstSpelling() {
    Flags flags = words("$Forwarded").with(words("$FORWARDED", "Junk"));
    assertThat(flags.keywords()).containsExactly("$Forwarded", "Junk");
    assertThat(flags.has("junk")).isTrue();
    assertThat(flags.without(words("JUNK"))).isEqualTo(words("$Forwarded"));
  }

  @Test
  void aChangeAddsRemovesOrReplaces() {
    Flags before = SEEN.with(words("a"));
    assertThat(FlagChange.add(Flags.of(Flag.DELETED)).applyTo(before).atoms())
        .containsExactly("\\Seen", "\\Deleted", "a");
    assertThat(FlagChange.remove(words("A")).applyTo(before)).isEqualTo(SEEN);
    assertThat(FlagChange.replace(words("b")).applyTo(before)).isEqualTo(words("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\Seen", "two words", "a(b", "naïve", "a\"b", "a]b", "a%"})
  void whatIsNoAtomIsNoKeyword(String text) {
    assertThat(Flags.isKeyword(text)).isFalse();
    assertThatThrownBy(() -> words(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void systemFlagsAreReadInAnyCase() {
    assertThat(Flag.parse("\\SEEN")).contains(Flag.SEEN);
    assertThat(Flag.parse("\\Recent")).isEmpty();
  }
}
