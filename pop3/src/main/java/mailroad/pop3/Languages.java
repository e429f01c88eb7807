package mailroad.pop3;

import java.util.Optional;
import java.util.stream.Stream;

/** In which languages answers can come (RFC 6856 section 3.1): there is one. */
final class Languages {
  private Languages() {}

  static Answer answer(Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return new Answer.Lines("languages", Stream.of("en English", "i-default Default language"));
    }
    return switch (wanted.get()) {
      case "*", "i-default" -> new Answer.Ok("i-default it is");
      case "en" -> new Answer.Ok("en it is");
      default -> new Answer.No("this language is not spoken here");
    };
  }
}
