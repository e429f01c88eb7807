package mailroad.checks.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The parsers under Jazzer, which is guided by what code an input reaches. In a build each reads its seeds; with {@code
 * JAZZER_FUZZ=1} it searches, see {@code docs/fuzzing.md}.
 */
class GuidedFuzzTest {
  private static Stream<Arguments> seeds(String name) {
    return Seeds.of(name).whole().stream().map(octets -> Arguments.of((Object) octets));
  }

  static Stream<Arguments> commands() {
    return seeds("command");
  }

  @MethodSource("commands")
  @FuzzTest
  void command(byte[] octets) {
    Fuzzer.feed(SmtpFuzzTest::command, octets);
  }

  static Stream<Arguments> replies() {
    return seeds("reply");
  }

  @MethodSource("replies")
  @FuzzTest
  void reply(byte[] octets) {
    Fuzzer.feed(SmtpFuzzTest::oneReply, octets);
  }

  static Stream<Arguments> addresses() {
    return seeds("address");
  }

  @MethodSource("addresses")
  @FuzzTest
  void address(byte[] octets) {
    Fuzzer.feed(SmtpFuzzTest::address, octets);
  }

  static Stream<Arguments> headers() {
    return seeds("header");
  }

  @MethodSource("headers")
  @FuzzTest
  void header(byte[] octets) {
    Fuzzer.feed(MimeFuzzTest::header, octets);
  }

  static Stream<Arguments> values() {
    return seeds("value");
  }

  @MethodSource("values")
  @FuzzTest
  void value(byte[] octets) {
    Fuzzer.feed(MimeFuzzTest::value, octets);
  }

  static Stream<Arguments> messages() {
    return seeds("message");
  }

  @MethodSource("messages")
  @FuzzTest
  void structure(byte[] octets) {
    Fuzzer.feed(MimeFuzzTest::structure, octets);
  }

  @MethodSource("messages")
  @FuzzTest
  void conversion(byte[] octets) {
    Fuzzer.feed(MimeFuzzTest::conversion, octets);
  }

  static Stream<Arguments> reports() {
    return seeds("report");
  }

  @MethodSource("reports")
  @FuzzTest
  void report(byte[] octets) {
    Fuzzer.feed(MimeFuzzTest::report, octets);
  }

  static Stream<Arguments> feedbacks() {
    return seeds("feedback");
  }

  @MethodSource("feedbacks")
  @FuzzTest
  void feedback(byte[] octets) {
    Fuzzer.feed(FeedbackFuzzTest::feedback, octets);
  }

  static Stream<Arguments> mboxes() {
    return seeds("mbox");
  }

  @MethodSource("mboxes")
  @FuzzTest
  void mbox(byte[] octets) {
    Fuzzer.feed(AccessFuzzTest::mbox, octets);
  }

  static Stream<Arguments> responses() {
    return seeds("response");
  }

  @MethodSource("responses")
  @FuzzTest
  void response(byte[] octets) {
    Fuzzer.feed(AccessFuzzTest::response, octets);
  }

  static Stream<Arguments> urls() {
    return seeds("url");
  }

  @MethodSource("urls")
  @FuzzTest
  void messageUrl(byte[] octets) {
    Fuzzer.feed(AccessFuzzTest::messageUrl, octets);
  }
}
