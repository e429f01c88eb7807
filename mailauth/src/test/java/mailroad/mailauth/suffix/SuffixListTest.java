package mailroad.mailauth.suffix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailroad.kernel.Domain;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SuffixListTest {
  private static final SuffixList LIST = new SuffixList(SuffixList.BUNDLED);
  private static final Pattern ROW =
      Pattern.compile("checkPublicSuffix\\((null|'.*'), (null|'.*')\\);");

  @TestFactory
  Stream<DynamicTest> passesTheRowsOfPublicsuffixOrg() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : resource("test_psl.txt").lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        tests.add(
            DynamicTest.dynamicTest(
                line,
                () ->
                    assertThat(domain(row.group(1)).flatMap(LIST::registered))
                        .isEqualTo(domain(row.group(2)))));
      }
    }
    assertThat(tests).hasSize(78);
    return tests.stream();
  }

  private static Optional<Domain> domain(String quoted) {
    return quoted.equals("null")
        ? Optional.empty()
        : Domain.parse(quoted.substring(1, quoted.length() - 1));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(SuffixListTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void eachRuleIsAsDomainsAreWritten() throws IOException {
    Rules rules = Rules.read(SuffixList.BUNDLED.open());
    assertThat(rules.size()).isGreaterThan(10_000);
    for (int i = 0; i < rules.size(); i++) {
      String name = rules.rule(i).replaceFirst("^(!|\\*\\.)", "");
      assertThat(Domain.parse(name).map(Domain::name)).contains(name);
    }
    List<String> unicode =
        resource("public_suffix_list.dat")
            .lines()
            .filter(line -> !line.startsWith("//") && line.chars().anyMatch(c -> c > 127))
            .toList();
    assertThat(unicode).hasSizeGreaterThan(300);
    for (String line : unicode) {
      String ascii = new Domain(line).name();
      assertThat(rules.suffixStart("x." + ascii)).describedAs(line).isEqualTo(2);
    }
  }

  @Test
  void isReadWhenItIsFirstNeededAndReplacedByAnother() {
    int[] opened = new int[1];
    SuffixList own =
        new SuffixList(() -> {
          opened[0]++;
          return new ByteArrayInputStream(
              "// own\nb.example and more\n".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(opened[0]).isZero();
    assertThat(own.organisation(new Domain("x.a.b.example"))).isEqualTo(new Domain("a.b.example"));
    assertThat(own.organisation(new Domain("b.example"))).isEqualTo(new Domain("b.example"));
    assertThat(own.organisation(new Domain("x.a.co.uk"))).isEqualTo(new Domain("co.uk"));
    assertThat(opened[0]).isOne();
  }

  @Test
  void theBundledListStandsInForOneThatCannotBeRead() {
    SuffixList broken =
        new SuffixList(() -> {
          throw new IOException("gone");
        });
    assertThat(broken.registered(new Domain("a.b.co.uk"))).contains(new Domain("b.co.uk"));
    SuffixList empty = new SuffixList(InputStream::nullInputStream);
    assertThat(empty.registered(new Domain("a.b.co.uk"))).contains(new Domain("b.co.uk"));
  }

  @Test
  void anAddressBelongsToNobody() {
    assertThat(LIST.registered(new Domain("[192.0.2.1]"))).isEmpty();
    assertThat(LIST.organisation(new Domain("[192.0.2.1]"))).isEqualTo(new Domain("[192.0.2.1]"));
  }
}
