# Mail::IMAPTalk: see perl.sh.
use strict; use warnings;
use Mail::IMAPTalk;
# Without TLS, whose tickets this library takes for the end of the connection.
my $t = Mail::IMAPTalk->new(Server => $ENV{HOST}, Port => $ENV{IMAP}, Username => $ENV{LOGIN}, Password => $ENV{PASSWORD}, Uid => 1) or die "no login: $@";
sub is { my ($found, $wanted, $what) = @_; $found eq $wanted or die "$what: '$found' instead of '$wanted'\n" }
$t->select('INBOX') or die $@;
my $uids = $t->search('not', 'deleted') or die $@;
is(scalar @$uids, 2, 'left by the other');
my $all = $t->fetch('1:*', '(uid flags internaldate rfc822.size envelope bodystructure body.peek[])') or die $@;
is(scalar keys %$all, 2, 'fetched');
for my $uid (@$uids) {
  my $m = $all->{$uid};
  is($m->{bodystructure}{'MIME-Type'}, 'text', 'type');
  is(length $m->{body}, $m->{'rfc822.size'}, 'octets');
  is($m->{envelope}{From} =~ /somebody\@remote\.example/ ? 1 : 0, 1, 'from');
}
$t->create('Talk') or die $@;
$t->store($uids->[0], '+flags', '(\Seen)') or die $@;
$t->copy($uids->[0], 'Talk') or die $@;
my $copied = $t->get_response_code('copyuid') or die 'no copyuid';
my $status = $t->status('Talk', '(messages unseen uidnext uidvalidity highestmodseq)') or die $@;
is("$status->{messages} $status->{unseen}", '1 0', 'status');
$t->append('Talk', '(\Flagged)', { Literal => "Subject: talk\r\n\r\nx\r\n" }) or die $@;
my $sorted = $t->sort('(subject)', 'utf-8', 'all') or die $@;
is(scalar @$sorted, 2, 'sorted');
my $threads = $t->thread('references', 'utf-8', 'all') or die $@;
is(scalar @$threads, 2, 'threads');
my $boxes = $t->list('', '*') or die $@;
is(scalar(grep { $_->[2] eq 'Talk' } @$boxes), 1, 'listed');
my $quota = $t->getquotaroot('INBOX') or die $@;
$t->myrights('INBOX') or die $@;
$t->delete('Talk') or die $@;
$t->logout;
