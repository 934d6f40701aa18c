"""Who gets what answer, at every address of the site: one table, walked for every role.

To add an address, add one line to TABLE: method, name, what its place-holders stand for, and the
answer for each role from visitor to steward. A place-holder is a word of `world` below (`somebody`)
or the value itself (`logo`). An address that can be written to has a POST line too, which sends an
empty form. The suite fails while an address of the site has no line here. The administration has
too many to list: a test below says that each refuses whoever is not of the team.

The answers:
    ok   the page, or the file                  go   led on to another page
    in   asked to sign in first                 no   refused (403)
    --   does not exist, for this reader (404)  x    not by this method (405), or not so (400)
"""

import contextlib
import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from commonweal.core.models import FileJob, Letter
from commonweal.impact.services import make_and_publish
from commonweal.stewardship.models import DataRequest
from tests.demo import demo_is
from tests.factories import MemberFactory, OrganisationFactory, RoleGrantFactory
from tests.factories.belonging import SignpostFactory, StepFactory
from tests.factories.joining import (
    ApplicationFactory,
    CriterionFactory,
    DecisionFactory,
    EligibilityGroupFactory,
    InvitationFactory,
    QuestionFactory,
    ReadingFactory,
    WaveFactory,
)

ROLES = (
    "visitor", "guest", "member", "convenor", "assessor", "partner", "evaluator", "team", "steward"
)  # fmt: skip

TABLE = """
GET  core:brand                                        ok ok ok ok ok ok ok ok ok
GET  core:brand_file                      logo         -- -- -- -- -- -- -- -- --
GET  core:appearance                                   x  x  x  x  x  x  x  x  x
POST core:appearance                                   go go go go go go go go go
GET  core:account                                      in ok ok ok ok ok ok ok ok
POST core:account                                      in ok ok ok ok ok ok ok ok
GET  core:name                                         in ok ok ok ok ok ok ok ok
POST core:name                                         in ok ok ok ok ok ok ok ok
GET  core:sign_in_again                                in ok ok ok ok ok ok ok ok
POST core:sign_in_again                                in in in in in in in in in
GET  core:end_session                     session      in x  x  x  x  x  x  x  x
POST core:end_session                     session      in -- -- -- -- -- -- -- --
GET  core:roles                                        in no no no no no no ok no
POST core:roles                                        in no no no no no no ok no
GET  core:end_role                        grant        in no no no no no no x  no
POST core:end_role                        grant        in no no no no no no go no

GET  core:letters                                      in no no no no no no ok no
GET  core:letter_kind              account.login_code  in no no no no no no ok no
POST core:letter_kind              account.login_code  in no no no no no no go no
GET  core:outbox                                       in no no no no no no ok no
GET  core:letter                          letter       in no no no no no no ok no
GET  core:send_again                      letter       in no no no no no no x  no
POST core:send_again                      letter       in no no no no no no go no
GET  core:leave_letter                    letter       in no no no no no no x  no
POST core:leave_letter                    letter       in no no no no no no go no
GET  core:clock                                        in no no no no no no ok no
GET  core:clock_job                       core.prune   in no no no no no no ok no
GET  core:run_job                         core.prune   in no no no no no no x  no
POST core:run_job                         core.prune   in no no no no no no go no

GET  home:front                                        ok ok ok ok ok ok ok ok ok
GET  home:privacy                                      ok ok ok ok ok ok ok ok ok
GET  home:accessibility                                ok ok ok ok ok ok ok ok ok
GET  home:search                                       ok ok ok ok ok ok ok ok ok
GET  home:desk                                         in no no no no no ok ok ok
GET  home:audit                                        in no no no no no no ok ok
GET  home:import                                       in no no no no no no ok no
POST home:import                                       in no no no no no no ok no
GET  home:import_job                      job          in no no no no no no ok no
GET  home:import_confirm                  job          x  x  x  x  x  x  x  x  x
POST home:import_confirm                  job          in no no no no no no go no
GET  home:import_again                    job          x  x  x  x  x  x  x  x  x
POST home:import_again                    job          in no no no no no no go no
GET  home:import_discard                  job          x  x  x  x  x  x  x  x  x
POST home:import_discard                  job          in no no no no no no go no
GET  home:import_rejects                  job          in no no no no no no -- no
GET  home:export                                       in no no no no no no ok no
POST home:export                                       in no no no no no no ok no
GET  home:demo_sign_in                                 ok ok ok ok ok ok ok ok ok
GET  home:demo_mail                                    ok ok ok ok ok ok ok ok ok
GET  home:demo_become                     member       x  x  x  x  x  x  x  x  x
POST home:demo_become                     member       go go go go go go go go go

GET  engagement:record                                 in no ok ok ok no no no no
GET  engagement:record_csv                             in no ok ok ok no no no no

GET  members:directory                                 ok ok ok ok ok ok ok ok ok
GET  members:me                                        in no ok ok ok no no no no
GET  members:edit                                      in no ok ok ok no no no no
GET  members:edit_organisation                         in no ok ok ok no no no no
POST members:edit_organisation                         in no go go go no no no no
GET  members:edit_section                 about        in no ok ok ok no no no no
POST members:edit_section                 about        in no ok ok ok no no no no
GET  members:who_sees                                  in no ok ok ok no no no no
POST members:who_sees                                  in no ok ok ok no no no no
GET  members:pause                                     in no ok ok ok no no no no
POST members:pause                                     in no go go go no no no no
GET  members:end_pause                                 x  x  x  x  x  x  x  x  x
POST members:end_pause                                 in no go go go no no no no
GET  members:leave                                     in no ok ok ok no no no no
POST members:leave                                     in no ok ok ok no no no no
GET  members:person                       somebody     -- -- ok ok ok -- ok ok ok
GET  members:photo                        somebody     -- -- ok ok ok -- ok ok ok
GET  members:organisations                             ok ok ok ok ok ok ok ok ok
GET  members:organisation                 organisation ok ok ok ok ok ok ok ok ok
GET  members:seniority                                 ok ok ok ok ok ok ok ok ok
GET  members:words                                     ok ok ok ok ok ok ok ok ok
GET  members:desk_seniority                            in no no no no no no ok no
GET  members:correct_seniority            somebody     in no no no no no no ok no
POST members:correct_seniority            somebody     in no no no no no no ok no
GET  members:end_membership               somebody     in no no no no no no ok no
POST members:end_membership               somebody     in no no no no no no ok no
GET  members:resume_membership            somebody     x  x  x  x  x  x  x  x  x
POST members:resume_membership            somebody     in no no no no no no go no

GET  equalities:questions                              ok ok ok ok ok ok ok ok ok
GET  equalities:sources                                ok ok ok ok ok ok ok ok ok
GET  equalities:question                  age          go go ok ok ok go go go go
POST equalities:question                  age          go go go go go go go go go
GET  equalities:skip                                   x  x  x  x  x  x  x  x  x
POST equalities:skip                                   go go go go go go go go go
GET  equalities:remove                                 go go ok ok ok go go go go
POST equalities:remove                                 go go go go go go go go go
GET  equalities:desk                                   in no no no no no no no ok
GET  equalities:open                                   in no no no no no no no ok
POST equalities:open                                   in no no no no no no no ok
GET  equalities:log                                    in no no no no no no no ok

GET  joining:about                                      ok ok ok ok ok ok ok ok ok
GET  joining:check                                      ok ok ok ok ok ok ok ok ok
GET  joining:wave                          open_wave    ok ok ok ok ok ok ok ok ok
GET  joining:start                         open_wave    ok ok go go go ok ok ok ok
POST joining:start                         open_wave    ok ok go go go ok ok ok ok
GET  joining:links                                      ok ok ok ok ok ok ok ok ok
POST joining:links                                      ok ok ok ok ok ok ok ok ok
GET  joining:link                          nonsense     ok ok ok ok ok ok ok ok ok
POST joining:link                          nonsense     ok ok ok ok ok ok ok ok ok
GET  joining:application                   draft        -- -- -- -- -- -- -- -- --
POST joining:application                   draft        -- -- -- -- -- -- -- -- --
GET  joining:part                          draft name   -- -- -- -- -- -- -- -- --
POST joining:part                          draft name   -- -- -- -- -- -- -- -- --
GET  joining:organisation                  draft        -- -- -- -- -- -- -- -- --
POST joining:organisation                  draft        -- -- -- -- -- -- -- -- --
GET  joining:address                       draft        -- -- -- -- -- -- -- -- --
POST joining:address                       draft        -- -- -- -- -- -- -- -- --
GET  joining:send                          draft        -- -- -- -- -- -- -- -- --
POST joining:send                          draft        -- -- -- -- -- -- -- -- --
GET  joining:sent                          draft        -- -- -- -- -- -- -- -- --
POST joining:sent                          draft        x  x  x  x  x  x  x  x  x
GET  joining:discard                       draft        -- -- -- -- -- -- -- -- --
POST joining:discard                       draft        -- -- -- -- -- -- -- -- --
GET  joining:withdraw                      draft        -- -- -- -- -- -- -- -- --
POST joining:withdraw                      draft        -- -- -- -- -- -- -- -- --
GET  joining:second_look                   draft        -- -- -- -- -- -- -- -- --
POST joining:second_look                   draft        -- -- -- -- -- -- -- -- --
GET  joining:save                          draft name   x  x  x  x  x  x  x  x  x
POST joining:save                          draft name   -- -- -- -- -- -- -- -- --
GET  joining:send_link                     draft        x  x  x  x  x  x  x  x  x
POST joining:send_link                     draft        -- -- -- -- -- -- -- -- --
GET  joining:finish                                     x  x  x  x  x  x  x  x  x
POST joining:finish                                     go go go go go go go go go
GET  joining:carry_over                    draft        x  x  x  x  x  x  x  x  x
POST joining:carry_over                    draft        -- -- -- -- -- -- -- -- --

GET  joining:desk                                      in no no no no no no ok no
GET  joining:new_wave                                  in no no no no no no ok no
POST joining:new_wave                                  in no no no no no no ok no
GET  joining:desk_wave              prepared           in no no no no no no ok no
GET  joining:edit_wave              prepared dates     in no no no no no no ok no
POST joining:edit_wave              prepared dates     in no no no no no no ok no
GET  joining:copy_wave              prepared           x  x  x  x  x  x  x  x  x
POST joining:copy_wave              prepared           in no no no no no no go no
GET  joining:preview_wave           prepared           in no no no no no no ok no
GET  joining:publish_wave           prepared           in no no no no no no ok no
POST joining:publish_wave           prepared           in no no no no no no go no
GET  joining:delete_wave            prepared           in no no no no no no ok no
POST joining:delete_wave            prepared           in no no no no no no go no
GET  joining:criteria               prepared           in no no no no no no ok no
GET  joining:new_criterion          prepared           in no no no no no no ok no
POST joining:new_criterion          prepared           in no no no no no no ok no
GET  joining:example_criteria       prepared           x  x  x  x  x  x  x  x  x
POST joining:example_criteria       prepared           in no no no no no no go no
GET  joining:edit_criterion         prepared criterion in no no no no no no ok no
POST joining:edit_criterion         prepared criterion in no no no no no no ok no
GET  joining:move_criterion         prepared criterion x  x  x  x  x  x  x  x  x
POST joining:move_criterion         prepared criterion in no no no no no no go no
GET  joining:remove_criterion       prepared criterion in no no no no no no ok no
POST joining:remove_criterion       prepared criterion in no no no no no no go no
GET  joining:invitations            prepared           in no no no no no no ok no
GET  joining:invite                 prepared           in no no no no no no ok no
POST joining:invite                 prepared           in no no no no no no ok no
GET  joining:invite_again           invitation         x  x  x  x  x  x  x  x  x
POST joining:invite_again           invitation         in no no no no no no go no
GET  joining:withdraw_invitation    invitation         in no no no no no no ok no
POST joining:withdraw_invitation    invitation         in no no no no no no go no
GET  joining:groups                                    in no no no no no no ok no
GET  joining:new_group                                 in no no no no no no ok no
POST joining:new_group                                 in no no no no no no ok no
GET  joining:example_groups                            x  x  x  x  x  x  x  x  x
POST joining:example_groups                            in no no no no no no go no
GET  joining:edit_group             group              in no no no no no no ok no
POST joining:edit_group             group              in no no no no no no ok no
GET  joining:offer_group            group              x  x  x  x  x  x  x  x  x
POST joining:offer_group            group              in no no no no no no -- no
GET  joining:question_sets                             in no no no no no no ok no
GET  joining:new_question_set                          in no no no no no no ok no
POST joining:new_question_set                          in no no no no no no ok no
GET  joining:example_questions                         x  x  x  x  x  x  x  x  x
POST joining:example_questions                         in no no no no no no go no
GET  joining:question_set           asked              in no no no no no no ok no
GET  joining:question_set_words     asked              in no no no no no no ok no
POST joining:question_set_words     asked              in no no no no no no ok no
GET  joining:preview_questions      asked              in no no no no no no ok no
GET  joining:question_changes       asked              in no no no no no no -- no
GET  joining:new_question_version   asked              x  x  x  x  x  x  x  x  x
POST joining:new_question_version   asked              in no no no no no no go no
GET  joining:new_question_language  asked              in no no no no no no ok no
POST joining:new_question_language  asked              in no no no no no no ok no
GET  joining:delete_question_set    asked              in no no no no no no ok no
POST joining:delete_question_set    asked              in no no no no no no go no
GET  joining:add_question           asked              in no no no no no no ok no
POST joining:add_question           asked              in no no no no no no ok no
GET  joining:edit_question          question           in no no no no no no ok no
POST joining:edit_question          question           in no no no no no no ok no
GET  joining:move_question          question           x  x  x  x  x  x  x  x  x
POST joining:move_question          question           in no no no no no no go no
GET  joining:remove_question        question           in no no no no no no ok no
POST joining:remove_question        question           in no no no no no no go no
GET  joining:invited                nonsense           -- -- -- -- -- -- -- -- --
POST joining:invited                nonsense           -- -- -- -- -- -- -- -- --

GET  joining:queue                wave             in no no no no no no ok no
GET  joining:queue_mine           wave             in no no no no no no ok no
GET  joining:queue_export         wave             x  x  x  x  x  x  x  x  x
POST joining:queue_export         wave             in no no no no no no ok no
GET  joining:share_out            wave             x  x  x  x  x  x  x  x  x
POST joining:share_out            wave             in no no no no no no go no
GET  joining:readers              wave             in no no no no no no ok no
POST joining:readers              wave             in no no no no no no ok no
GET  joining:end_reader           wave wave_reader x  x  x  x  x  x  x  x  x
POST joining:end_reader           wave wave_reader in no no no no no no go no
GET  joining:decide_many          wave             in no no no no no no go no
POST joining:decide_many          wave             in no no no no no no go no
GET  joining:decided              wave             in no no no no no no go no
GET  joining:read                 sent             in no no no no no no -- no
POST joining:read                 sent             in no no no no no no -- no
GET  joining:save_reading         sent             x  x  x  x  x  x  x  x  x
POST joining:save_reading         sent             in no no no no no no ok no
GET  joining:conflict             sent             in no no no no no no ok no
POST joining:conflict             sent             in no no no no no no ok no
GET  joining:decide               sent             in no no no no no no ok no
POST joining:decide               sent             in no no no no no no ok no
GET  joining:ask_reader           sent             x  x  x  x  x  x  x  x  x
POST joining:ask_reader           sent             in no no no no no no go no
GET  joining:end_reading          reading          x  x  x  x  x  x  x  x  x
POST joining:end_reading          reading          in no no no no no no go no
GET  joining:undo                 decision         x  x  x  x  x  x  x  x  x
POST joining:undo                 decision         in no no no no no no go no

GET  belonging:compact                                 ok ok ok ok ok ok ok ok ok
POST belonging:compact                                 in no ok ok ok no no no no
GET  belonging:compact_version            1            go go go go go go go go go
GET  belonging:welcome                                 ok ok go go go ok ok ok ok
POST belonging:welcome                                 ok ok go go go ok ok ok ok
GET  belonging:come_back                               in go go go go go go go go
POST belonging:come_back                               in go go go go go go go go
GET  belonging:welcome_part               purpose      in no ok ok ok no no no no
POST belonging:welcome_part               purpose      in no go go go no no no no
GET  belonging:way_in                                  in no ok ok ok no no no no
GET  belonging:make_way_in                             x  x  x  x  x  x  x  x  x
POST belonging:make_way_in                             in no go go go no no no no
GET  belonging:put_away_way_in                         x  x  x  x  x  x  x  x  x
POST belonging:put_away_way_in                         in no go go go no no no no
GET  belonging:way_in_step                step         x  x  x  x  x  x  x  x  x
POST belonging:way_in_step                step         in no -- -- -- no no no no
GET  belonging:desk_compact                            in no no no no no no ok no
GET  belonging:write_compact                           in no no no no no no -- no
POST belonging:write_compact                           in no no no no no no go no
GET  belonging:preview_compact                         in no no no no no no go no
POST belonging:preview_compact                         in no no no no no no go no
GET  belonging:compact_answers                         in no no no no no no ok no
GET  belonging:export_answers                          x  x  x  x  x  x  x  x  x
POST belonging:export_answers                          in no no no no no no ok no
GET  belonging:remind_of_compact                       x  x  x  x  x  x  x  x  x
POST belonging:remind_of_compact                       in no no no no no no go no
GET  belonging:signposts                               in no no no no no no ok no
GET  belonging:new_signpost                            in no no no no no no ok no
POST belonging:new_signpost                            in no no no no no no ok no
GET  belonging:signpost                   signpost     in no no no no no no ok no
POST belonging:signpost                   signpost     in no no no no no no ok no

GET  impact:figures                                    ok ok ok ok ok ok ok ok ok
GET  impact:figure                        growth       ok ok ok ok ok ok ok ok ok
GET  impact:download                      growth csv   ok ok ok ok ok ok ok ok ok
GET  impact:snapshots                                  in no no no no no ok ok no
POST impact:snapshots                                  in no no no no no ok ok no
GET  impact:publish                       snapshot     x  x  x  x  x  x  x  x  x
POST impact:publish                       snapshot     in no no no no no go go no

GET  stewardship:retention                             in no no no no no no no ok
GET  stewardship:run_retention                         in no no no no no no no ok
POST stewardship:run_retention                         in no no no no no no no go
GET  stewardship:record                                in no no no no no ok ok ok
GET  stewardship:record_csv                            in no no no no no ok ok ok

GET  stewardship:my_data                               in ok ok ok ok ok ok ok ok
GET  stewardship:ask_for_copy                          in go go go go go go go go
POST stewardship:ask_for_copy                          in go go go go go go go go
GET  stewardship:my_copy                  request      in go go go go go go go go
GET  stewardship:my_copy_file             request      in go go go go go go go go
GET  stewardship:my_copy_again            request      x  x  x  x  x  x  x  x  x
POST stewardship:my_copy_again            request      in -- -- -- -- -- -- -- --
GET  stewardship:ask_for_erasure                       in go go go go go go go go
POST stewardship:ask_for_erasure                       in go go go go go go go go
GET  stewardship:take_back                request      x  x  x  x  x  x  x  x  x
POST stewardship:take_back                request      in -- -- -- -- -- -- -- --
GET  stewardship:requests                              in no no no no no no no ok
GET  stewardship:new_request                           in no no no no no no no ok
POST stewardship:new_request                           in no no no no no no no ok
GET  stewardship:request                  request      in no no no no no no no ok
GET  stewardship:request_file             request      in no no no no no no no go
GET  stewardship:request_again            request      x  x  x  x  x  x  x  x  x
POST stewardship:request_again            request      in no no no no no no no --
GET  stewardship:erase                    request      in no no no no no no no go
POST stewardship:erase                    request      in no no no no no no no go
GET  stewardship:refuse                   request      in no no no no no no no ok
POST stewardship:refuse                   request      in no no no no no no no ok

GET  account_login                                     ok go go go go go go go go
POST account_login                                     ok go go go go go go go go
GET  account_logout                                    go ok ok ok ok ok ok ok ok
POST account_logout                                    go go go go go go go go go
GET  account_inactive                                  ok ok ok ok ok ok ok ok ok
GET  account_signup                                    ok go go go go go go go go
POST account_signup                                    ok go go go go go go go go
GET  account_reauthenticate                            in ok ok ok ok ok ok ok ok
POST account_reauthenticate                            in ok ok ok ok ok ok ok ok
GET  account_email                                     in ok ok ok ok ok ok ok ok
POST account_email                                     in go go go go go go go go
GET  account_email_verification_sent                   in go go go go go go go go
POST account_email_verification_sent                   in go go go go go go go go
GET  account_change_password                           in ok ok ok ok ok ok ok ok
POST account_change_password                           in ok ok ok ok ok ok ok ok
GET  account_set_password                              in go go go go go go go go
POST account_set_password                              in go go go go go go go go
GET  account_reset_password                            ok ok ok ok ok ok ok ok ok
POST account_reset_password                            ok ok ok ok ok ok ok ok ok
GET  account_confirm_login_code                        in go go go go go go go go
POST account_confirm_login_code                        in go go go go go go go go
GET  account_confirm_password_reset_code               in in in in in in in in in
POST account_confirm_password_reset_code               in in in in in in in in in
GET  account_complete_password_reset                   go go go go go go go go go
POST account_complete_password_reset                   go go go go go go go go go
GET  account_password_reset_completed                  ok ok ok ok ok ok ok ok ok
GET  account_request_login_code                        ok go go go go go go go go
POST account_request_login_code                        ok go go go go go go go go

GET  mfa_index                                         in ok ok ok ok ok ok ok ok
GET  mfa_authenticate                                  in go go go go go go go go
POST mfa_authenticate                                  in go go go go go go go go
GET  mfa_reauthenticate                                in go go go go ok ok ok ok
POST mfa_reauthenticate                                in go go go go ok ok ok ok
GET  mfa_activate_totp                                 in go go go go go go go go
POST mfa_activate_totp                                 in go go go go go go go go
GET  mfa_deactivate_totp                               in -- -- -- -- go go go go
POST mfa_deactivate_totp                               in -- -- -- -- go go go go
GET  mfa_view_recovery_codes                           in -- -- -- -- -- -- -- --
GET  mfa_generate_recovery_codes                       in go go go go go go go go
POST mfa_generate_recovery_codes                       in go go go go go go go go
GET  mfa_download_recovery_codes                       in -- -- -- -- -- -- -- --
POST mfa_download_recovery_codes                       in -- -- -- -- -- -- -- --
GET  mfa_list_webauthn                                 in ok ok ok ok ok ok ok ok
GET  mfa_add_webauthn                                  in go go go go go go go go
POST mfa_add_webauthn                                  in go go go go go go go go
GET  mfa_reauthenticate_webauthn                       in go go go go go go go go
POST mfa_reauthenticate_webauthn                       in go go go go go go go go
GET  mfa_remove_webauthn                  key          in go go go go go go go go
POST mfa_remove_webauthn                  key          in go go go go go go go go
GET  mfa_edit_webauthn                    key          in go go go go go go go go
POST mfa_edit_webauthn                    key          in go go go go go go go go
GET  mfa_login_webauthn                                in go go go go go go go go
POST mfa_login_webauthn                                in go go go go go go go go

GET  socialaccount_login_cancelled                     ok ok ok ok ok ok ok ok ok
GET  socialaccount_login_error                         ok ok ok ok ok ok ok ok ok
GET  socialaccount_signup                              in in in in in in in in in
POST socialaccount_signup                              in in in in in in in in in
GET  /account/social/login/cancelled/                  go go go go go go go go go
GET  /account/social/login/error/                      go go go go go go go go go
GET  /account/social/signup/                           go go go go go go go go go
GET  /account/social/connections/                      go go go go go go go go go
GET  socialaccount_connections                         in ok ok ok ok ok ok ok ok
POST socialaccount_connections                         in ok ok ok ok ok ok ok ok

GET  openid_connect_login                 sso          -- -- -- -- -- -- -- -- --
POST openid_connect_login                 sso          -- -- -- -- -- -- -- -- --
GET  openid_connect_callback              sso          -- -- -- -- -- -- -- -- --
POST openid_connect_callback              sso          -- -- -- -- -- -- -- -- --

GET  usersessions_list                                 in ok ok ok ok ok ok ok ok
POST usersessions_list                                 in go go go go go go go go

GET  admin:login                                       in no no no no no no go no
POST admin:login                                       in no no no no no no go no
GET  admin:logout                                      go go go go go go go x  go
POST admin:logout                                      go go go go go go go go go
"""


@pytest.fixture
def world(db, settings, tmp_path):
    """What place-holders stand for: something of each kind that somebody might look at."""
    settings.SNAPSHOT_ROOT, settings.MEDIA_ROOT = tmp_path / "snapshots", tmp_path / "uploads"
    # The tests run with the doors of the demo open, and yet as strict as without it.
    settings.STAFF_SECOND_FACTOR = True
    member = MemberFactory(name="Somebody Else", photo=ContentFile(b"a picture", "me.jpg"))
    job = FileJob.objects.create(
        kind="import:people",
        status=FileJob.Status.CHECKED,
        file_name="people.csv",
        path=str(tmp_path / "people.csv"),
        outcome={"rows": 0, "notes": {}, "said": []},
    )
    signpost = SignpostFactory()
    wave = WaveFactory()
    criterion, question = CriterionFactory(wave__published_at=None), QuestionFactory()
    reading = ReadingFactory(application__wave=wave)
    return {
        "wave": wave.ref,
        "wave_reader": RoleGrantFactory(role="ASSESSOR", scope=wave.scope).pk,
        "sent": reading.application.ref,
        "reading": reading.pk,
        "decision": DecisionFactory(application__wave=wave).pk,
        "somebody": member.ref,
        "signpost": signpost.pk,
        "step": StepFactory(signpost=signpost).pk,
        "open_wave": WaveFactory().ref,
        "prepared": criterion.wave.ref,
        "criterion": criterion.pk,
        "invitation": InvitationFactory().pk,
        "group": EligibilityGroupFactory().pk,
        "question": question.pk,
        "asked": question.question_set.pk,
        "draft": ApplicationFactory(email="elsewhere@example.org").ref,
        "organisation": OrganisationFactory().pk,
        "grant": RoleGrantFactory(role="PARTNER").pk,
        "job": job.pk,
        "session": 0,
        "request": DataRequest.objects.create(
            kind="ERASURE", status="ASKED", email="x@example.org", due_on="2030-01-01"
        ).pk,
        "letter": Letter.objects.create(key="1", kind="invented.kind", to="a@example.org").pk,
        "snapshot": make_and_publish(datetime.date(2022, 1, 1)).pk,
        "key": Authenticator.objects.create(
            user=RoleGrantFactory().user, type=Authenticator.Type.WEBAUTHN, data={}
        ).pk,
    }


@pytest.fixture
def demo():
    with demo_is(True):
        yield


def rows():
    """The table as (method, name, place-holders, answers by role)."""
    for line in filter(None, TABLE.splitlines()):
        method, name, *rest = line.split()
        words, answers = rest[: -len(ROLES)], rest[-len(ROLES) :]
        yield method, name, words, dict(zip(ROLES, answers, strict=True))


def addresses(resolver, space="", route="/"):
    """Every address of the site by name; the few without a name by their path."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + pattern.name if pattern.name else route + str(pattern.pattern)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner, route + str(pattern.pattern))


def path_of(name, words, world):
    if name.startswith("/"):
        return name
    return reverse(name, args=[world.get(word, word) for word in words])


def answer(client, method, path):
    """What a reader gets, in the words of the table. Nothing they did is kept."""
    cache.clear()
    browser = Client()
    if "sessionid" in client.cookies:
        browser.cookies["sessionid"] = client.cookies["sessionid"].value
    with transaction.atomic():
        response = browser.get(path) if method == "GET" else browser.post(path, {})
        if response.get("Location", "").startswith("/admin/login/"):
            response = browser.get(response.url)
        response.getvalue()  # read to its end, a file is closed
        transaction.set_rollback(True)
    if response.status_code in (301, 302):
        return "in" if response.url.startswith("/account/login/") else "go"
    words = {200: "ok", 400: "x", 401: "ok", 403: "no", 404: "--", 405: "x"}
    return words.get(response.status_code, response.status_code)


def everywhere():
    return set(addresses(get_resolver()))


def in_the_administration():
    """The paths of the administration but its two doors, which have lines of their own."""
    for name in sorted(everywhere() - {"admin:login", "admin:logout"}):
        if name.startswith("admin:"):
            for words in ([], ["core"], ["1"], ["1", "1"]):
                with contextlib.suppress(NoReverseMatch):
                    yield reverse(name, args=words)


def test_every_address_has_a_line_and_every_line_an_address(demo):
    in_table = {name for _, name, _, _ in rows()}
    apart = {name for name in everywhere() if name.startswith(("admin:", "/admin/"))}

    assert everywhere() - apart == in_table - {"admin:login", "admin:logout"}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_the_table_holds(demo, world, client_as, role):
    client = client_as(role)

    got = {
        (method, name): answer(client, method, path_of(name, words, world))
        for method, name, words, _ in rows()
    }

    assert got == {(method, name): answers[role] for method, name, _, answers in rows()}


@pytest.mark.slow
def test_an_address_that_can_be_written_to_has_a_line_for_it(demo, world, client_as):
    team = client_as("team")
    written = {name for method, name, _, _ in rows() if method == "POST"}
    read = {name: words for method, name, words, _ in rows() if method == "GET"}

    taken = {
        name
        for name, words in read.items()
        if name not in written
        and not name.startswith("/")
        and answer(team, "POST", path_of(name, words, world)) != "x"
    }

    assert taken == set()


@pytest.mark.slow
@pytest.mark.parametrize("role", [role for role in ROLES if role != "team"])
def test_the_administration_is_the_teams_alone(demo, client_as, role):
    client = client_as(role)
    refused = "in" if role == "visitor" else "no"
    paths = list(in_the_administration())

    # One door serves reading and writing, so writing is tried by the nearest stranger alone.
    methods = ("GET", "POST") if role == "steward" else ("GET",)
    got = {(m, path): answer(client, m, path) for m in methods for path in paths}

    assert len(paths) > 40
    assert got == dict.fromkeys(got, refused)
