"""The settings of tests with a mail server, for a process of its own."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import env

EMAIL_CONFIG = env.email_url_config(os.environ["PMQA_TEST_MAIL"])
