"""Say what ECR says of images and repositories that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws.answers import AwsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.aws.request import Request


def check_images(images: Sequence[dict], repositories: Sequence[dict], request: Request) -> list[dict]:
    """Give the images that are asked for. Raises AwsError where the repository or one of them does not exist."""
    name = request.params["repositoryName"]
    if not images and all(repository["repositoryName"] != name for repository in repositories):
        raise _no_repository(name, request)
    if not (wanted := request.params.get("imageIds")):
        return list(images)
    found = []
    for item in wanted:
        matching = [image for image in images if _is(image, item)]
        if not matching:
            raise AwsError(
                "ImageNotFoundException",
                f"The image with imageId {{imageDigest:'{item.get('imageDigest', 'null')}', "
                f"imageTag:'{item.get('imageTag', 'null')}'}} does not exist within the repository "
                f"with name '{name}' in the registry with id '{_registry(request)}'",
            )
        found += [image for image in matching if image not in found]
    return found


def check_repositories(repositories: Sequence[dict], request: Request) -> None:
    """Raise AwsError where a repository that is asked for does not exist."""
    known = {repository["repositoryName"] for repository in repositories}
    for name in request.params.get("repositoryNames") or ():
        if name not in known:
            raise _no_repository(name, request)


def _is(image: Mapping, wanted: Mapping) -> bool:
    digest, tag = wanted.get("imageDigest"), wanted.get("imageTag")
    return digest in {None, image.get("imageDigest")} and (tag is None or tag in image.get("imageTags", ()))


def _no_repository(name: object, request: Request) -> AwsError:
    return AwsError(
        "RepositoryNotFoundException",
        f"The repository with name '{name}' does not exist in the registry with id '{_registry(request)}'",
    )


def _registry(request: Request) -> object:
    return request.params.get("registryId") or request.account
