package mailroad.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mailroad.app.admin.Json;
import org.junit.jupiter.api.Test;

/** How answers look on a terminal. */
class ShownTest {
  @Test
  void aTableIsAsWideAsItsTextsWithNumbersToTheRight() {
    assertThat(new Table("WHO", "N", "WHY").row("anna", 7, "a\tb").row("b", 1000, "\u0007"))
        .hasToString(
            """
            WHO      N  WHY
            anna     7  a b
            b     1000  \\u{7}
            """);
    assertThat(new Table("WHO").or("Nobody.")).isEqualTo("Nobody.\n");
  }

  @Test
  void aFoldedFieldLooksAsItIs() {
    StringBuilder out = new StringBuilder();
    Shown.header(out, "Received: from a\r\n\tby b;\r\n\u001b[31m\r\n");
    assertThat(out).hasToString("Received: from a\n by b;\n\\u{1b}[31m\n");
  }

  @Test
  void sizesAreShort() {
    assertThat(List.of(0L, 324L, 1024L, 2118L, 12_345L, 10L << 30).stream().map(Shown::size))
        .containsExactly("0B", "324B", "1KiB", "2.1KiB", "12KiB", "10GiB");
  }

  @Test
  void momentsAreToTheSecond() {
    var answer =
        Json.tree(Map.of("a", "2026-11-22T22:03:51.396134442Z", "b", "2026-11-22T22:03:51Z"));
    assertThat(Shown.moment(answer, "a")).isEqualTo("2026-11-22T22:03:51Z");
    assertThat(Shown.moment(answer, "b")).isEqualTo("2026-11-22T22:03:51Z");
    assertThat(Shown.moment(answer, "c")).isEmpty();
  }

  @Test
  void aFullPageSaysHowToGoOn() {
    var page = Json.tree(List.of(Map.of("id", "1M82MWD7Q9VJY")));
    assertThat(Shown.more(page, 2, "--after")).isEmpty();
    assertThat(Shown.more(page, 1, "--after"))
        .isEqualTo("There may be more: --after 1M82MWD7Q9VJY%n".formatted());
  }
}
