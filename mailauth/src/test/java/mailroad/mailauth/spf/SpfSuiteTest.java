package mailroad.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** All cases of openspf.org's suite for RFC 7208. */
class SpfSuiteTest {
  private static final RealWorld WORLD = new RealWorld((_, e) -> e.printStackTrace());

  private record Case(String scenario, String name, Map<?, ?> facts, SuiteZone zone) {}

  @TestFactory
  Stream<DynamicTest> answersAsTheSuiteWants() throws IOException {
    return cases().stream()
        .map(one -> DynamicTest.dynamicTest(one.scenario() + ": " + one.name(), () -> check(one)));
  }

  @Test
  void theSuiteIsWhole() throws IOException {
    assertThat(cases()).hasSize(203);
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(SpfSuiteTest.class.getResourceAsStream("rfc7208-tests.yml"))) {
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(in)) {
        Map<?, ?> scenario = (Map<?, ?>) document;
        SuiteZone zone = new SuiteZone((Map<?, ?>) scenario.get("zonedata"));
        ((Map<?, ?>) scenario.get("tests"))
            .forEach((name, facts) ->
                cases.add(
                    new Case(
                        (String) scenario.get("description"),
                        (String) name,
                        (Map<?, ?>) facts,
                        zone)));
      }
    }
    return cases;
  }

  private static void check(Case one) throws InterruptedException {
    Map<?, ?> facts = one.facts();
    SpfVerifier verifier =
        new SpfVerifier(WORLD, one.zone(), SpfConfig.DEFAULT, new Domain("mail.receiver.example"));
    SpfResult result = verifier.check(identity(facts));
    List<?> wanted =
        facts.get("result") instanceof List<?> several ? several : List.of(facts.get("result"));
    assertThat(wanted.stream().map(String::valueOf))
        .describedAs("%s", result.why())
        .contains(result.code().toString());
    String explanation = (String) facts.get("explanation");
    if (explanation != null) {
      assertThat(result.explanation().orElse("DEFAULT")).isEqualTo(explanation);
    }
    assertThat(result.why().toString()).isNotBlank();
  }

  private static Identity identity(Map<?, ?> facts) {
    String helo = (String) facts.get("helo");
    String from = (String) facts.get("mailfrom");
    var client = AddressRange.address((String) facts.get("host")).orElseThrow();
    if (from.isEmpty()) {
      return Identity.helo(client, helo);
    }
    int at = from.lastIndexOf('@');
    return new Identity(client, helo, from.substring(0, at), from.substring(at + 1));
  }
}
