package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Filter;
import mailroad.kernel.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersConfigTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:3310, true",
    "localhost:3310, true",
    "clamd.example:3310, true",
    "[::1]:3310, true",
    "unix:/run/clamd.ctl, true",
    "[1]:3310, false",
    "127.0.0.1, false",
    "127.0.0.1:0, false",
    "127.0.0.1:65536, false",
    "unix:run/clamd.ctl, false",
    "http://127.0.0.1:3310, false",
    "a b:3310, false",
  })
  void readsAddresses(String text, boolean good) {
    assertThat(Endpoint.parse(text).isPresent()).isEqualTo(good);
    assertThat(Endpoint.parse(text).map(Object::toString).orElse(text)).isEqualTo(text);
  }

  @Test
  void filtersMustDifferInTheirNames() {
    assertThatThrownBy(() ->
            FiltersConfig.DEFAULT.with(
                List.of(ClamdLine.at("127.0.0.1:1"), ClamdLine.at("127.0.0.1:2")),
                List.of(),
                List.of(),
                List.of()))
        .hasMessageContaining("name must differ");
  }

  @Test
  void faultsNameTheirKey() {
    ClamdLine line = ClamdLine.at("127.0.0.1:1");
    assertThatThrownBy(() -> ClamdLine.at("nowhere")).hasMessageContaining("address");
    assertThatThrownBy(() -> line.within(-1, Duration.ZERO, OnFailure.ACCEPT, 0))
        .hasMessageContaining("octets-max");
    assertThatThrownBy(() -> line.within(0, Duration.ofSeconds(-1), OnFailure.ACCEPT, 0))
        .hasMessageContaining("time-limit");
    assertThatThrownBy(() -> line.within(0, Duration.ZERO, OnFailure.ACCEPT, -1))
        .hasMessageContaining("connections-max");
    assertThatThrownBy(() -> line.withSpam(List.of(), -1)).hasMessageContaining("spam-score");
    assertThatThrownBy(() -> MilterLine.at("Loud!", "127.0.0.1:1")).hasMessageContaining("name");
    assertThatThrownBy(() -> MilterLine.at("m", "127.0.0.1:1").withMacros(List.of("xx=y")))
        .hasMessageContaining("macros");
    assertThatThrownBy(() ->
            RspamdLine.at("127.0.0.1:1")
                .obeying(RspamdLine.OnReject.SCORE, false, false, List.of("everything")))
        .hasMessageContaining("ignored");
    assertThatThrownBy(() -> RspamdLine.at("127.0.0.1:1").counting(-1))
        .hasMessageContaining("score-percent");
    assertThatThrownBy(() -> SpamdLine.at("127.0.0.1:1").asking(SpamdLine.Asks.REPORT, "a b"))
        .hasMessageContaining("user");
    assertThatThrownBy(() ->
            FiltersConfig.DEFAULT.withPatience(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessageContaining("failures-max");
    assertThatThrownBy(
            () -> FiltersConfig.DEFAULT.withPatience(1, Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("pause-first");
    assertThatThrownBy(() ->
            FiltersConfig.DEFAULT.withPatience(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("pause-max");
  }

  @Test
  void opensThemInTheirOrderAndReachesNoneBeforeThereIsMail() {
    List<Filter> filters =
        Filters.open(
            FakeProgram.WORLD,
            Domain.parse("us.example").orElseThrow(),
            FiltersConfig.DEFAULT.with(
                List.of(ClamdLine.at("127.0.0.1:1")),
                List.of(RspamdLine.at("127.0.0.1:2")),
                List.of(SpamdLine.at("unix:/none")),
                List.of(MilterLine.at("opendkim", "127.0.0.1:4"))));
    assertThat(filters)
        .extracting(Filter::name)
        .containsExactly("clamd", "rspamd", "spamd", "opendkim");
  }

  @Test
  void secretsAreNotShown() {
    assertThat(RspamdLine.at("127.0.0.1:2").withPassword("s3cret").toString())
        .doesNotContain("s3cret");
  }
}
