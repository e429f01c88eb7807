package mailroad.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  record Part(String name, int weight) {
    static final Part DEFAULT = new Part("", 1);

    Part {
      if (weight < 1) {
        throw new IllegalArgumentException("weight must be at least 1");
      }
    }
  }

  record Whole(
      boolean on,
      int count,
      long sizeOctets,
      Duration idleTimeout,
      Colour colour,
      List<String> names,
      Part part,
      List<Part> parts) {
    static final Whole DEFAULT =
        new Whole(
            false,
            3,
            1024,
            Duration.ofMinutes(5),
            Colour.RED,
            List.of("a"),
            Part.DEFAULT,
            List.of());
  }

  @Test
  void readsEveryKind() throws ConfigException {
    Whole read =
        ConfigFile.parse(
            "x.toml",
            """
            on = true
            count = 7
            size-octets = "64MiB"
            idle-timeout = "90s"
            colour = "dark-blue"
            names = ["b", "c"]

            [part]
            name = "p"

            [[parts]]
            weight = 5
            """,
            Whole.DEFAULT);
    assertThat(read)
        .isEqualTo(
            new Whole(
                true,
                7,
                64 << 20,
                Duration.ofSeconds(90),
                Colour.DARK_BLUE,
                List.of("b", "c"),
                new Part("p", 1),
                List.of(new Part("", 5))));
  }

  @Test
  void reportsAllFaultsAtOnceWithLineAndColumn() {
    assertThatThrownBy(() ->
            ConfigFile.parse(
                "x.toml",
                """
                on = "yes"
                cuont = 7
                size-octets = "64 things"
                idle-timeout = 5
                colour = "green"
                names = [1]

                [part]
                weight = 0

                [prat]
                """,
                Whole.DEFAULT))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            x.toml:1:1: on must be true or false, not "yes"
            x.toml:2:1: unknown key "cuont"; did you mean "count"?
            x.toml:3:1: size-octets must be a number of octets or a size such as "64MiB", not "64 things"
            x.toml:4:1: idle-timeout must be a time such as "90s", "5m" or "5d", not 5
            x.toml:5:1: colour must be one of "red", "dark-blue", not "green"
            x.toml:6:10: names must be a list of texts, not 1
            x.toml:9:1: weight must be at least 1
            x.toml:11:1: unknown key "prat"; did you mean "part"?\
            """);
  }

  @Test
  void reportsBrokenTomlAndWhatElseIsWrong() {
    assertThatThrownBy(
            () -> ConfigFile.parse("x.toml", "on = tru\ncount = \"x\"\n[part\n", Whole.DEFAULT))
        .isInstanceOf(ConfigException.class)
        .satisfies(e ->
            assertThat(((ConfigException) e).problems()).extracting(Problem::line).contains(1, 3));
  }

  @Test
  void whatIsWrittenReadsBack() throws ConfigException {
    Whole odd =
        new Whole(
            true,
            1,
            1_000_001,
            Duration.ofMillis(1500),
            Colour.DARK_BLUE,
            List.of("q\"uote", "tab\t"),
            new Part("back\\slash", 2),
            List.of(new Part("one", 1), new Part("two", 2)));
    assertThat(ConfigFile.parse("x.toml", Reference.toml(odd), Whole.DEFAULT)).isEqualTo(odd);
  }
}
