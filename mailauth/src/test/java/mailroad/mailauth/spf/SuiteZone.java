package mailroad.mailauth.spf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Why;

/**
 * The zone data of a scenario of openspf.org's suite: names with lists of records, or {@code TIMEOUT} where a server
 * answers nothing else. SPF records stand for TXT where a name has no TXT of its own.
 */
final class SuiteZone implements Resolver {
  private static final int ALIASES_MAX = 5;
  private final Map<String, List<?>> zone = new HashMap<>();

  SuiteZone(Map<?, ?> data) {
    data.forEach((name, records) -> zone.put(lower((String) name), (List<?>) records));
  }

  @Override
  public Answer resolve(String name, RecordType type) {
    return resolve(lower(name.replace("\\\\", "\\")), type, 0);
  }

  private Answer resolve(String name, RecordType type, int aliases) {
    List<?> entries = zone.getOrDefault(name, List.of());
    List<Rr> found = new ArrayList<>();
    for (Object value : values(entries, type.name())) {
      data(type, value).ifPresent(data -> found.add(new Rr(name, 300, data, type + " " + value)));
    }
    List<Object> alias = values(entries, "CNAME");
    if (found.isEmpty() && !alias.isEmpty()) {
      return aliases == ALIASES_MAX
          ? failed("the aliases lead nowhere")
          : resolve(lower((String) alias.getFirst()), type, aliases + 1);
    }
    if (found.isEmpty() && entries.contains("TIMEOUT")) {
      return failed("no answer");
    }
    Why why = new Why(name + " " + type);
    if (!found.isEmpty()) {
      return new Answer.Found(found, List.of(), false, why);
    }
    return zone.containsKey(name)
        ? new Answer.NoData(List.of(), Optional.empty(), false, why)
        : new Answer.NoDomain(List.of(), Optional.empty(), false, why);
  }

  private static Answer failed(String reason) {
    return new Answer.Failed(reason, new Why(reason));
  }

  private static List<Object> values(List<?> entries, String type) {
    List<Object> values = of(entries, type);
    return type.equals("TXT") && values.isEmpty() ? of(entries, "SPF") : values;
  }

  private static List<Object> of(List<?> entries, String type) {
    List<Object> values = new ArrayList<>();
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> map && map.containsKey(type)) {
        values.add(map.get(type));
      }
    }
    return values;
  }

  private static Optional<Rr.Data> data(RecordType type, Object value) {
    return switch (type) {
      case A, AAAA -> AddressRange.address((String) value).map(address -> new Rr.Address(address));
      case PTR -> Optional.of(new Rr.Pointer(type, lower((String) value)));
      case MX -> {
        List<?> parts = (List<?>) value;
        yield Optional.of(new Rr.Mx((Integer) parts.get(0), lower((String) parts.get(1))));
      }
      case TXT -> text(value).map(Rr.Txt::new);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(Object value) {
    if (value instanceof List<?> strings) {
      return Optional.of(String.join("", strings.stream().map(String.class::cast).toList()));
    }
    return Optional.of((String) value).filter(text -> !text.equals("NONE"));
  }

  private static String lower(String name) {
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return plain.toLowerCase(Locale.ROOT);
  }
}
