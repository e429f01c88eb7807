package mailroad.app;

import java.util.List;
import java.util.Set;
import mailroad.guard.GuardConfig;
import mailroad.guard.content.AttachmentFilter;
import mailroad.guard.deceit.DeceitFilter;
import mailroad.guard.path.PathFilter;
import mailroad.guard.verdict.Filter;
import mailroad.journal.Journal;
import mailroad.kernel.World;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mailbox.Directory;

/** The filters that look into messages and ask nobody outside. */
final class OwnFilters {
  private OwnFilters() {}

  static List<Filter> of(
      World world, NodeConfig config, Directory directory, Journal journal, SuffixList suffixes) {
    GuardConfig guarded = config.guard();
    return List.of(
        new PathFilter(
            guarded.path(), Set.of(config.host()), id -> journal.accepted(id).isPresent()),
        new DeceitFilter(guarded.deceit(), directory, suffixes::organisation),
        new AttachmentFilter(world, guarded.content()));
  }
}
