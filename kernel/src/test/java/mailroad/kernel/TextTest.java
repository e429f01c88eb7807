package mailroad.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of strangers as logs and terminals show it: A15, A16. */
class TextTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, '\n', '\r', 27, 127, 0x85, 0x9b, 0xad, 0x200b, 0x200e, 0x202e, 0x2028, 0x2029, 0x2066,
        0xfeff, 0xd800, 0xe0041
      })
  void whatSteersOrHidesIsWrittenOutA15A16(int c) {
    String shown = Text.visible("a" + Character.toString(c) + "b");
    assertThat(shown).isEqualTo("a\\u{%x}b".formatted(c));
    assertThat(shown.chars()).allMatch(it -> it >= ' ' && it < 127);
  }

  @Test
  void nothingElseLooksLikeThatA16() {
    assertThat(Text.visible("a\\u{7}")).isEqualTo("a\\\\u{7}");
    assertThat(Text.visible("Grüße, мир, 世界")).isEqualTo("Grüße, мир, 世界");
  }

  /** What looks like paypal.example, in letters of another alphabet, is another domain and stays one. */
  @Test
  void aDomainThatLooksLikeAnotherHasAnotherNameA16() {
    Domain fake = Domain.parse("p\u0430ypal.example").orElseThrow();
    assertThat(fake.name()).startsWith("xn--");
    assertThat(fake).isNotEqualTo(new Domain("paypal.example"));
    assertThat(Domain.parse("a\u202eb.example")).isEmpty();
    assertThat(Domain.parse("\uff50aypal.example")).contains(new Domain("paypal.example"));
    assertThat(EmailAddress.parse("a\0@b.example")).isEmpty();
  }

  @Test
  void aTabIsASpaceWhereAPersonReadsIt() {
    assertThat(Text.readable("\tby b;\u0007")).isEqualTo(" by b;\\u{7}");
  }

  @Test
  void oneThingIsNotMany() {
    assertThat(Text.count(0, "message")).isEqualTo("0 messages");
    assertThat(Text.count(1, "message")).isEqualTo("1 message");
    assertThat(Text.count(2, "message")).isEqualTo("2 messages");
    assertThat(Text.count(1, "query", "queries")).isEqualTo("1 query");
    assertThat(Text.count(2, "query", "queries")).isEqualTo("2 queries");
  }
}
