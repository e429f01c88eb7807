package mailroad.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordFormTest {
  /** RFC 4013 section 3. */
  @Test
  void saslPrep() {
    assertThat(PasswordForm.saslPrepared("I\u00ADX")).isEqualTo("IX");
    assertThat(PasswordForm.saslPrepared("user")).isEqualTo("user");
    assertThat(PasswordForm.saslPrepared("USER")).isEqualTo("USER");
    assertThat(PasswordForm.saslPrepared("\u00AA")).isEqualTo("a");
    assertThat(PasswordForm.saslPrepared("\u2168")).isEqualTo("IX");
    assertThat(PasswordForm.saslPrepared("\u06271"))
        .as("forbidden, so as it is")
        .isEqualTo("\u06271");
  }

  /** RFC 8265 section 4.3. */
  @Test
  void opaqueStrings() {
    assertThat(PasswordForm.opaque("correct horse battery staple"))
        .isEqualTo("correct horse battery staple");
    assertThat(PasswordForm.opaque("Correct Horse Battery Staple"))
        .isEqualTo("Correct Horse Battery Staple");
    assertThat(PasswordForm.opaque("\u03C0\u00DF\u00E5")).isEqualTo("\u03C0\u00DF\u00E5");
    assertThat(PasswordForm.opaque("foo\u1680bar")).isEqualTo("foo bar");
    assertThat(PasswordForm.isOpaque("Jack of \u2666s")).isTrue();
    assertThat(PasswordForm.isOpaque("")).isFalse();
    assertThat(PasswordForm.isOpaque("my cat is a \u0009by")).isFalse();
    assertThat(PasswordForm.isOpaque("in\u200Bvisible")).isFalse();
  }
}
