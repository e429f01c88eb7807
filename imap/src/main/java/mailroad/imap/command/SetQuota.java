package mailroad.imap.command;

import java.util.EnumMap;
import java.util.Map;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.QuotaRoot.Resource;

/**
 * SETQUOTA: RFC 9208 section 4.1.3.
 *
 * @param limits in the units of IMAP; what is not among them has no limit any more
 */
public record SetQuota(String root, Map<Resource, Long> limits) implements Command.AfterLogin {
  /** The map does not change. */
  public SetQuota {
    limits = Map.copyOf(limits);
  }

  static SetQuota parse(Input input) throws Malformed {
    input.space();
    String root = input.astringText();
    input.space();
    Map<Resource, Long> limits = new EnumMap<>(Resource.class);
    input.need('(');
    while (!input.take(')')) {
      if (!limits.isEmpty()) {
        input.space();
      }
      Resource resource = resource(input.word());
      input.space();
      limits.put(resource, input.number63());
    }
    return new SetQuota(root, limits);
  }

  private static Resource resource(String word) throws Malformed {
    for (Resource resource : Resource.values()) {
      if (resource.word().equals(word)) {
        return resource;
      }
    }
    throw new Malformed("unknown resource");
  }
}
