package mailroad.dns;

import java.util.stream.Collectors;

/** Answers in one line, for tables. */
final class Answers {
  private Answers() {}

  static String show(Answer answer) {
    return switch (answer) {
      case Answer.Found found ->
          "Found " + found.records().stream().map(Answers::show).collect(Collectors.joining(", "));
      case Answer.NoData _ -> "NoData";
      case Answer.NoDomain _ -> "NoDomain";
      case Answer.Failed _ -> "Failed";
    };
  }

  static boolean isSecure(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> found.secure();
      case Answer.NoData none -> none.secure();
      case Answer.NoDomain none -> none.secure();
      case Answer.Failed _ -> false;
    };
  }

  private static String show(Rr rr) {
    return switch (rr.data()) {
      case Rr.Address(var address) -> address.getHostAddress();
      case Rr.Mx(var preference, var target) ->
          "Mx %d %s".formatted(preference, target.isEmpty() ? "." : target);
      case Rr.Pointer(var type, var target) -> type + " " + target;
      case Rr.Txt(var text) -> text;
      case Rr.Srv srv ->
          "Srv %d %d %d %s".formatted(srv.priority(), srv.weight(), srv.port(), srv.target());
      case Rr.Tlsa tlsa ->
          "Tlsa %d %d %d %s"
              .formatted(tlsa.usage(), tlsa.selector(), tlsa.matching(), tlsa.association());
      case Rr.Other(var type) -> type.toString();
    };
  }
}
